package io.millrace.tools.torture.live;

import io.millrace.journal.fault.Failpoint;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.TortureRun;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An engine ends at each failpoint of its own, at the first, the second and the last pass. */
final class KillFailpointFault implements Fault {
    static final int TRADES = 6_000;

    /** Those of the engine's process, an archiver's have a fault of their own. */
    static final List<Failpoint> FAILPOINTS = List.of(
            Failpoint.INPUT_CLAIMED,
            Failpoint.INPUT_PUBLISHED,
            Failpoint.MID_BATCH,
            Failpoint.EXCERPT_OPEN,
            Failpoint.ROLL,
            Failpoint.BEFORE_COMMIT,
            Failpoint.AFTER_COMMIT,
            Failpoint.STATE_APPLIED,
            Failpoint.SNAPSHOT_MID,
            Failpoint.SNAPSHOT_BEFORE_RENAME,
            Failpoint.SNAPSHOT_AFTER_RENAME);

    private static final int PASSES = 3;
    private static final int REPEATS = 3;
    private static final int MOST_TRIES = 8;
    private static final Pattern COUNT =
            Pattern.compile("(?m)^" + Pattern.quote(Failpoint.PROPERTY) + " (\\S+) (\\d+)$");

    private final References references;
    /** Passes of a run without a fault; of an engine at full speed and of one that has time for snapshots. */
    private final Map<Failpoint, Long> passes = new EnumMap<>(Failpoint.class);

    KillFailpointFault(final References references) {
        this.references = references;
    }

    @Override
    public String name() {
        return "kill-failpoint";
    }

    @Override
    public String title() {
        return "the engine ends at every failpoint, at pass 1, 2 and the last";
    }

    @Override
    public int rounds(final Effort effort) {
        return switch (effort) {
            case VERIFY -> FAILPOINTS.size() * PASSES;
            case QUICK -> FAILPOINTS.size();
            case FULL -> FAILPOINTS.size() * PASSES * REPEATS;
        };
    }

    @Override
    public void round(final Round round) throws Exception {
        final References.Reference reference = references.of(TRADES);
        final Failpoint failpoint = FAILPOINTS.get(round.number() % FAILPOINTS.size());
        // Each failpoint gets all three in three turns, and any run of turns has some of each.
        final int which = (round.number() + round.number() / FAILPOINTS.size()) % PASSES;
        final long last = passes(failpoint, round, reference.tape());
        Invariant.I5.require(last > 0, "no run passes the failpoint " + failpoint.label());
        long pass = which < 2 ? Math.min(which + 1, last) : last;
        final Path data = round.directory().resolve("data");
        final LiveEngine.Options options = optionsFor(failpoint);
        LiveEngine.Result ended = endAt(failpoint, pass, data, reference.tape(), options);
        for (int tries = 1; ended.exitCode() == 0 && tries < MOST_TRIES; tries++) {
            // How often some places are passed depends on timing; this run passed it less often than the one that
            // counted.
            TortureRun.deleteTree(data);
            pass = Math.max(1, pass - 1 - pass / 8);
            ended = endAt(failpoint, pass, data, reference.tape(), options);
        }
        Invariant.I5.require(
                ended.exitCode() == Failpoint.EXIT_CODE,
                "exit code " + ended.exitCode() + " at " + failpoint.label() + ":" + pass + ", "
                        + LiveEngine.lastLine(ended.err()));
        final EngineWatch after = EngineWatch.of(data);
        round.count(Figure.KILLS, 1);
        round.count(Figure.EVENTS_ACKNOWLEDGED, after.trades());
        // The first pass may come before the journal has a file that can be read.
        if (after.lastSequence() > 0 || hasCycle(data)) {
            JournalCheck.requirePrefix(round, data, reference.tape(), after);
        }
        KillRandomFault.recoverAndCompare(round, data, reference, LiveEngine.Options.PLAIN);
    }

    private static boolean hasCycle(final Path data) {
        final String[] files = data.resolve("journal").toFile().list((directory, name) -> name.endsWith(".cq4"));
        return files != null && files.length > 0;
    }

    /** A snapshot takes its time, which an engine at full speed would not give it. */
    private static LiveEngine.Options optionsFor(final Failpoint failpoint) {
        final LiveEngine.Options options =
                LiveEngine.Options.PLAIN.set("snapshot.every-records=500").set("snapshot.interval=10ms");
        return failpoint.label().startsWith("snapshot") ? options.word("--pace", "1500x") : options;
    }

    static LiveEngine.Result endAt(
            final Failpoint failpoint,
            final long pass,
            final Path data,
            final TradeTape tape,
            final LiveEngine.Options options)
            throws Exception {
        return LiveEngine.runToEnd(
                "killed", data, tape, options.flag("-D" + Failpoint.PROPERTY + "=" + failpoint.label() + ":" + pass));
    }

    private long passes(final Failpoint failpoint, final Round round, final TradeTape tape) throws Exception {
        Long known = passes.get(failpoint);
        if (known == null) {
            final LiveEngine.Result counted = LiveEngine.runToEnd(
                    "counted",
                    round.directory().resolve("counted"),
                    tape,
                    optionsFor(failpoint).flag("-D" + Failpoint.PROPERTY + "=count"));
            final boolean snapshots = failpoint.label().startsWith("snapshot");
            final Matcher matcher = COUNT.matcher(counted.err());
            while (matcher.find()) {
                for (final Failpoint each : FAILPOINTS) {
                    if (each.label().equals(matcher.group(1)) && each.label().startsWith("snapshot") == snapshots) {
                        passes.put(each, Long.parseLong(matcher.group(2)));
                    }
                }
            }
            known = passes.getOrDefault(failpoint, 0L);
        }
        return known;
    }
}
