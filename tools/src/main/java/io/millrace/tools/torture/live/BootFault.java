package io.millrace.tools.torture.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.journal.time.Clocks;
import io.millrace.tools.supervise.CliProcess;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.TortureRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/** Ten million events, a kill, and how long the next start takes: with a snapshot and without. */
final class BootFault implements Fault {
    private static final long EVENTS = 10_000_000;
    /** A pace that the writer of snapshots keeps up with beside the engine on two cores. */
    private static final long EVENTS_PER_SECOND = 150_000;

    private static final int BOOTS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final double MOST_SECONDS = 5;
    private static final double MOST_GROWTH = 1.25;
    private static final double MIB = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final NanoClock clock = Clocks.monotonic();
    private final Map<String, Object> told = new LinkedHashMap<>();

    @Override
    public String name() {
        return "boot-10m";
    }

    @Override
    public String title() {
        return "kill -9 behind 10 million events; boot to ready with a snapshot and without";
    }

    @Override
    public int rounds(final Effort effort) {
        return effort == Effort.FULL ? 1 : 0;
    }

    @Override
    public void round(final Round round) throws Exception {
        final Path data = round.directory().resolve("data");
        write(round, data);
        final EngineWatch said = EngineWatch.of(data);
        round.count(Figure.KILLS, 1);
        round.count(Figure.EVENTS_ACKNOWLEDGED, said.trades());
        told.put("journal, MiB", mib(sizeBytes(data.resolve("journal"))));
        told.put("records to replay behind the snapshot", recordsToReplay(data));
        final TradeTape tape = TradeTape.write(round.directory().resolve("one.csv"), 10, round.seed(), 1);
        final double withSnapshot = boots(round, data, tape, "with a snapshot", LiveEngine.Options.TIMED, said, false);
        TortureRun.deleteTree(data.resolve("snapshots"));
        final LiveEngine.Options none = LiveEngine.Options.TIMED.set("snapshot.enabled=false");
        boots(round, data, tape, "without a snapshot", none, said, true);
        Invariant.I6.require(
                withSnapshot < MOST_SECONDS,
                String.format(Locale.ROOT, "boot to ready with a snapshot took %.1f s", withSnapshot));
        JournalCheck.verify(data);
    }

    private void write(final Round round, final Path data) throws Exception {
        final List<Double> ownMib = new ArrayList<>();
        final List<String> arguments = List.of(
                data.toString(),
                Long.toString(EVENTS_PER_SECOND),
                Long.toString(2 * EVENTS),
                "recorded",
                "millrace.engine.warm-up=0ms");
        try (CliProcess engine =
                CliProcess.start(SoakEngine.class.getName(), round.directory(), "writer", List.of(), arguments)) {
            for (long part = 1; part <= 10; part++) {
                final long upTo = part * EVENTS / 10;
                Waiting.until(
                        LIMIT,
                        () -> !engine.isAlive() || EngineWatch.of(data).trades() >= upTo,
                        "event " + upTo,
                        () -> EngineWatch.of(data).toString());
                ownMib.add(ProcessFacts.of(engine.pid()).ownBytes() / MIB);
            }
            engine.kill();
        }
        told.put(
                "engine's own memory after 2, 6 and 10 million events, MiB",
                String.format(Locale.ROOT, "%.0f, %.0f, %.0f", ownMib.get(1), ownMib.get(5), ownMib.get(9)));
        Invariant.I6.require(
                ownMib.get(9) <= ownMib.get(1) * MOST_GROWTH, "the engine's own memory has grown, MiB: " + ownMib);
    }

    /**
     * The median time from the start of the process to ready, s.
     *
     * @param counted whether all events are replayed, so that the time by event says something
     */
    private double boots(
            final Round round,
            final Path data,
            final TradeTape tape,
            final String way,
            final LiveEngine.Options options,
            final EngineWatch said,
            final boolean counted)
            throws Exception {
        final List<Double> seconds = new ArrayList<>();
        final List<String> memory = new ArrayList<>();
        for (int boot = 0; boot < BOOTS; boot++) {
            final long startNs = clock.nanoTime();
            try (LiveEngine engine = LiveEngine.start("boot", data, tape, options)) {
                engine.awaitReady();
                final long elapsedNs = clock.nanoTime() - startNs;
                seconds.add(elapsedNs / NANOS_PER_SECOND);
                memory.add(mib(ProcessFacts.of(engine.process().pid()).ownBytes()));
                Invariant.I1.require(
                        engine.watch().lastSequence() > said.lastSequence(),
                        "the boot ends at sequence " + engine.watch().lastSequence() + ", acknowledged was "
                                + said.lastSequence());
                if (counted) {
                    round.count(Figure.EVENTS_RECOVERED, said.trades());
                    round.count(Figure.RECOVERY_NS, elapsedNs);
                }
                engine.kill();
            }
        }
        final List<String> words = seconds.stream()
                .map(each -> String.format(Locale.ROOT, "%.2f", each))
                .toList();
        told.put("boot to ready " + way + ", s", String.join(", ", words));
        told.put("own memory at ready " + way + ", MiB", String.join(", ", memory));
        seconds.sort(null);
        return seconds.get(BOOTS / 2);
    }

    private static long recordsToReplay(final Path data) throws Exception {
        try (CliProcess process = CliProcess.start(
                CliProcess.COMMAND,
                data.getParent(),
                "dry-run",
                List.of(),
                List.of("recover", "--dry-run", "--json", "--data", data.toString()))) {
            process.finish(LIMIT);
            final JsonNode plan = JsonMapper.builder().build().readTree(process.out());
            return plan.path("recordsToReplay").asLong();
        }
    }

    static long sizeBytes(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(each -> each.toFile().length()).sum();
        }
    }

    private static String mib(final long bytes) {
        return String.format(Locale.ROOT, "%.0f", bytes / MIB);
    }

    @Override
    public Map<String, Object> conclude() {
        return told;
    }
}
