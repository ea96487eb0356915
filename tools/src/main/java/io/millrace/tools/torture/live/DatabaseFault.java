package io.millrace.tools.torture.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.journal.time.Clocks;
import io.millrace.tools.database.ScratchServer;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Leftovers;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.live.DatabaseTrouble.DatabasePlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;

/**
 * A database is in trouble while an engine runs at a steady pace and an archiver follows it. The engine must not notice; the
 * archiver must catch up; the archive must equal the journal.
 */
final class DatabaseFault implements Fault {
    private static final int EVENTS_PER_SECOND = 2_000;
    private static final int WARM_UP_MS = 2_500;
    private static final int CALM_MS = 4_500;
    private static final int SHORT_TROUBLE_MS = 5_000;
    /** Every other round: long enough for back-off to reach its longest wait. */
    private static final int LONG_TROUBLE_MS = 20_000;

    private static final int AFTER_MS = 500;
    private static final int DISK_MIB = 48;
    private static final int FULL_ROUNDS = 4;
    private static final double LEAST_RATE = 0.9;
    private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(2);
    private static final long SEED = 99;

    private final DatabaseTrouble trouble;
    private final Path tapes;
    private final DatabaseBench bench;
    private final Leftovers leftovers;
    private final LatencyRatios ratios;
    private final EpochNanoClock clock = Clocks.epoch();

    DatabaseFault(
            final DatabaseTrouble trouble,
            final Path tapes,
            final DatabaseBench bench,
            final Leftovers leftovers,
            final LatencyRatios ratios) {
        this.trouble = trouble;
        this.tapes = tapes;
        this.bench = bench;
        this.leftovers = leftovers;
        this.ratios = ratios;
    }

    @Override
    public String name() {
        return trouble.label();
    }

    @Override
    public String title() {
        return trouble.title();
    }

    @Override
    public int rounds(final Effort effort) {
        return effort == Effort.FULL ? FULL_ROUNDS : 1;
    }

    @Override
    public String obstacle() {
        return trouble == DatabaseTrouble.FULL && SmallDisk.obstacle() != null
                ? SmallDisk.obstacle()
                : bench.obstacle();
    }

    @Override
    public void round(final Round round) throws Exception {
        final ScratchServer server = bench.server();
        if (trouble != DatabaseTrouble.FULL) {
            inTrouble(round, server, null, null);
            return;
        }
        final String tablespace = "small" + round.number();
        try (SmallDisk disk = SmallDisk.mount(round.directory().resolve("disk"), DISK_MIB, leftovers)) {
            server.newTablespace(
                    tablespace, Files.createDirectory(disk.directory().resolve("space")));
            try {
                inTrouble(round, server, tablespace, disk);
            } finally {
                server.dropTablespace(tablespace);
            }
        }
    }

    private void inTrouble(final Round round, final ScratchServer server, final String tablespace, final SmallDisk disk)
            throws Exception {
        final String database = server.newDatabase(tablespace);
        try (SlowLink link = new SlowLink(server.port())) {
            inTrouble(round, new DatabasePlace(server, database, link, disk));
        } finally {
            server.dropDatabase(database);
        }
    }

    private void inTrouble(final Round round, final DatabasePlace place) throws Exception {
        final Path data = round.directory().resolve("data");
        final int troubleMs = round.number() % 2 == 0 ? SHORT_TROUBLE_MS : LONG_TROUBLE_MS;
        final TradeTape tape = tape(troubleMs);
        final LiveEngine.Options options = new LiveEngine.Options(List.of(), List.of("--pace", "recorded"));
        final String url = place.server().url(place.database(), place.link().port());
        try (LiveEngine engine = LiveEngine.start("engine", data, tape, options);
                LiveArchiver archiver = LiveArchiver.follow("archiver", data, url)) {
            engine.awaitReady();
            Waiting.millis(WARM_UP_MS);
            final LatencyWindow calm = window(() -> Waiting.millis(CALM_MS));
            final EngineWatch before = engine.watch();
            final LatencyWindow hurt = window(() -> hurt(place, troubleMs));
            final EngineWatch after = engine.watch();
            requireRunning(after.trades() - before.trades(), hurt, troubleMs);
            final LiveEngine.Result ended = engine.finish();
            Invariant.I5.require(
                    ended.exitCode() == 0,
                    "the engine ended with exit code " + ended.exitCode() + ": " + LiveEngine.lastLine(ended.err()));
            round.count(Figure.EVENTS_ACKNOWLEDGED, tape.size());
            ratios.add(trouble, calm.p99Ns(data), hurt.p99Ns(data));
            requireCaughtUp(round, place, archiver, data, tape);
        }
    }

    /** Long enough for a start on a busy machine, too: what is fed after the trouble does no harm. */
    private TradeTape tape(final int troubleMs) throws Exception {
        final Path file = Files.createDirectories(tapes).resolve("paced-" + troubleMs + ".csv");
        final long lengthMs = (long) WARM_UP_MS + CALM_MS + troubleMs + 4 * AFTER_MS;
        return TradeTape.write(
                file,
                (int) (lengthMs * EVENTS_PER_SECOND / 1_000),
                SEED,
                TimeUnit.SECONDS.toMicros(1) / EVENTS_PER_SECOND);
    }

    private interface Step {
        void run() throws Exception;
    }

    private LatencyWindow window(final Step step) throws Exception {
        final long startMs = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime());
        step.run();
        return new LatencyWindow(startMs, TimeUnit.NANOSECONDS.toMillis(clock.nanoTime()));
    }

    private void hurt(final DatabasePlace place, final int troubleMs) throws Exception {
        final long endNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(troubleMs);
        trouble.begin(place);
        try {
            while (clock.nanoTime() < endNs) {
                trouble.step(place);
            }
        } finally {
            trouble.end(place);
        }
    }

    private static void requireRunning(final long trades, final LatencyWindow hurt, final int troubleMs) {
        final long expected = (hurt.endMs() - hurt.startMs()) * EVENTS_PER_SECOND / 1_000;
        Invariant.I7.require(
                // The tape may have ended meanwhile, when the trouble took longer to end than it should.
                trades >= Math.min(expected, (long) troubleMs * EVENTS_PER_SECOND / 1_000) * LEAST_RATE,
                "the engine took " + trades + " trades while the database was in trouble, fed were " + expected);
    }

    private void requireCaughtUp(
            final Round round,
            final DatabasePlace place,
            final LiveArchiver archiver,
            final Path data,
            final TradeTape tape)
            throws Exception {
        final long last = EngineWatch.of(data).lastSequence();
        Waiting.until(
                CATCH_UP_LIMIT,
                () -> place.server().archivedSequence(place.database()) == last
                        || !archiver.process().isAlive(),
                "an archive that has caught up with sequence " + last,
                () -> "sequence " + place.server().archivedSequence(place.database()));
        final int exitCode = archiver.stop();
        Invariant.I5.require(
                exitCode == 0,
                "the archiver ended with exit code " + exitCode + ": "
                        + LiveEngine.lastLine(archiver.process().err()));
        Invariant.I5.require(
                !trouble.told() || archiver.process().err().contains("trying again until it works"),
                "the archiver has said nothing of its database: "
                        + archiver.process().err());
        JournalCheck.requirePrefix(round, data, tape, EngineWatch.of(data));
        final JsonNode verified = JournalCheck.verify(
                data,
                "--database",
                place.server().url(place.database(), place.server().port()));
        Invariant.I4.require(
                verified.path("archive").path("checked").asLong() == last
                        && verified.path("archive").path("lag").asLong() == 0,
                "of " + last + " records the archive holds "
                        + verified.path("archive").path("checked").asLong());
    }

    @Override
    public Map<String, Object> conclude() {
        final Map<String, Object> told = new LinkedHashMap<>();
        ratios.tell(trouble, told);
        return told;
    }
}
