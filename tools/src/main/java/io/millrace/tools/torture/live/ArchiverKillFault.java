package io.millrace.tools.torture.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.journal.fault.Failpoint;
import io.millrace.tools.database.ScratchServer;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An archiver dies around its transaction, at any moment, or meets another one. */
final class ArchiverKillFault implements Fault {
    /** Three transactions or so, a failpoint of each. */
    private static final int TRADES = KillRandomFault.TRADES;

    private static final List<Failpoint> FAILPOINTS = List.of(
            Failpoint.ARCHIVE_COLLECTED,
            Failpoint.ARCHIVE_HANDED_OVER,
            Failpoint.COPY_MID,
            Failpoint.ARCHIVE_BEFORE_COMMIT,
            Failpoint.ARCHIVE_AFTER_COMMIT);
    private static final int WAYS = FAILPOINTS.size() + 2;
    private static final int RANDOM = FAILPOINTS.size();
    private static final int MOST_PASS = 2;
    private static final int EARLIEST_MS = 700;
    private static final int LATEST_MS = 4_000;
    private static final int LOCKED = 4;
    private static final Duration GONE_LIMIT = Duration.ofMinutes(1);

    private final References references;
    private final DatabaseBench bench;

    ArchiverKillFault(final References references, final DatabaseBench bench) {
        this.references = references;
        this.bench = bench;
    }

    @Override
    public String name() {
        return "archiver-kill";
    }

    @Override
    public String title() {
        return "the archiver is killed within a COPY, before and after the commit, at any moment; two archivers at once";
    }

    @Override
    public int rounds(final Effort effort) {
        return effort == Effort.FULL ? 10 * WAYS : WAYS;
    }

    @Override
    public String obstacle() {
        return bench.obstacle();
    }

    @Override
    public void round(final Round round) throws Exception {
        final ScratchServer server = bench.server();
        final References.Reference reference = references.of(TRADES);
        // An archiver only reads the journal, so all rounds may have the same one.
        final Path data = Files.createSymbolicLink(round.directory().resolve("data"), reference.data());
        final long last = EngineWatch.of(data).lastSequence();
        round.count(Figure.EVENTS_ACKNOWLEDGED, reference.tape().size());
        final String database = server.newDatabase(null);
        try {
            final String url = server.url(database, server.port());
            final int way = round.number() % WAYS;
            if (way < FAILPOINTS.size()) {
                endAt(round, FAILPOINTS.get(way), data, url);
            } else if (way == RANDOM) {
                killAtRandom(round, data, url);
            } else {
                twoAtOnce(data, url);
            }
            awaitNobody(server, database);
            if (server.archivedSequence(database) > 0) {
                requireEqual(data, url, null);
            }
            try (LiveArchiver rest = LiveArchiver.once("rest", data, url)) {
                Invariant.I5.require(
                        rest.finish() == 0,
                        "the archiver after the fault: "
                                + LiveEngine.lastLine(rest.process().err()));
            }
            requireEqual(data, url, last);
        } finally {
            server.dropDatabase(database);
        }
    }

    private static void endAt(final Round round, final Failpoint failpoint, final Path data, final String url)
            throws Exception {
        final int pass = 1 + round.random().nextInt(MOST_PASS);
        final String flag = "-D" + Failpoint.PROPERTY + "=" + failpoint.label() + ":" + pass;
        try (LiveArchiver archiver = LiveArchiver.once("killed", data, url, flag)) {
            final int exitCode = archiver.finish();
            Invariant.I5.require(
                    exitCode == Failpoint.EXIT_CODE,
                    "exit code " + exitCode + " at " + failpoint.label() + ":" + pass + ", "
                            + LiveEngine.lastLine(archiver.process().err()));
            round.count(Figure.KILLS, 1);
        }
    }

    private static void killAtRandom(final Round round, final Path data, final String url) throws Exception {
        try (LiveArchiver archiver = LiveArchiver.once("killed", data, url)) {
            Waiting.millis(round.random().nextInt(EARLIEST_MS, LATEST_MS));
            round.count(Figure.KILLS, archiver.process().isAlive() ? 1 : 0);
            archiver.process().kill();
        }
    }

    /** One of them does the work, the other one says that it is not alone, or comes when all is done. */
    private static void twoAtOnce(final Path data, final String url) throws Exception {
        try (LiveArchiver first = LiveArchiver.once("first", data, url);
                LiveArchiver second = LiveArchiver.once("second", data, url)) {
            final int firstCode = first.finish();
            final int secondCode = second.finish();
            Invariant.I5.require(
                    Math.min(firstCode, secondCode) == 0
                            && (Math.max(firstCode, secondCode) == LOCKED || Math.max(firstCode, secondCode) == 0),
                    "two archivers at once ended with the exit codes " + firstCode + " and " + secondCode + ": "
                            + LiveEngine.lastLine(first.process().err()) + "; "
                            + LiveEngine.lastLine(second.process().err()));
        }
    }

    /** The server notices a moment later that a client is gone, and holds its lock until then. */
    private static void awaitNobody(final ScratchServer server, final String database) throws Exception {
        Waiting.until(
                GONE_LIMIT,
                () -> server.connections(database) == 0,
                "the end of the dead archiver's connections",
                () -> server.connections(database) + " connections");
    }

    /** @param upTo where the archive must end; null for anywhere */
    private static void requireEqual(final Path data, final String url, final Long upTo) throws Exception {
        final JsonNode archive = JournalCheck.verify(data, "--database", url).path("archive");
        Invariant.I4.require(
                upTo == null || archive.path("checked").asLong() == upTo,
                "the archive ends at sequence " + archive.path("checked").asLong() + ", the journal at " + upTo);
    }
}
