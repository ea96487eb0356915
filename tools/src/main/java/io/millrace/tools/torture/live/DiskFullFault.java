package io.millrace.tools.torture.live;

import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Leftovers;
import io.millrace.tools.torture.Round;
import java.nio.file.Files;
import java.nio.file.Path;

/** The journal's disk fills: by the journal itself, or by a stranger's file; and later has room again. */
final class DiskFullFault implements Fault {
    /** What the engine keeps free is some 257 MiB with the default configuration, and it goes on from a quarter more. */
    private static final int DISK_MIB = 420;

    private static final int LARGER_DISK_MIB = 700;
    private static final int ROOM_FOR_A_START_MIB = 262;
    private static final int STRANGER_LEAVES_MIB = 120;
    private static final int SETTLE_MS = 300;

    private final References references;
    private final Leftovers leftovers;

    DiskFullFault(final References references, final Leftovers leftovers) {
        this.references = references;
        this.leftovers = leftovers;
    }

    private enum Filler {
        JOURNAL,
        STRANGER,
        /** At once and to the last byte. */
        RUDE_STRANGER
    }

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String title() {
        return "the journal's disk fills, by the journal or by a stranger's file, and has room again";
    }

    @Override
    public int rounds(final Effort effort) {
        return switch (effort) {
            case VERIFY -> 1;
            case QUICK -> 2;
            case FULL -> 4;
        };
    }

    @Override
    public String obstacle() {
        return SmallDisk.obstacle();
    }

    @Override
    public void round(final Round round) throws Exception {
        final Filler filler = round.number() % 2 == 0
                ? Filler.JOURNAL
                : round.number() % 4 == 1 ? Filler.STRANGER : Filler.RUDE_STRANGER;
        final References.Reference reference = references.of(KillRandomFault.TRADES);
        try (SmallDisk disk = SmallDisk.mount(round.directory().resolve("disk"), DISK_MIB, leftovers)) {
            final Path data = disk.directory().resolve("data");
            if (filler == Filler.JOURNAL) {
                disk.fillUpTo(SmallDisk.mib(ROOM_FOR_A_START_MIB));
            }
            // At this pace the run takes some seconds, so that a stranger finds it at work.
            final LiveEngine.Options options =
                    LiveEngine.Options.PLAIN.word("--pace", filler == Filler.JOURNAL ? "max" : "8000x");
            try (LiveEngine engine = LiveEngine.start("full", data, reference.tape(), options)) {
                engine.awaitReady();
                engine.awaitTrades(1 + round.random().nextInt(KillRandomFault.TRADES / 10));
                if (filler != Filler.JOURNAL) {
                    disk.fillUpTo(filler == Filler.STRANGER ? SmallDisk.mib(STRANGER_LEAVES_MIB) : 0);
                }
                requireWaiting(round, engine, data, reference.tape());
                if (filler == Filler.JOURNAL) {
                    disk.resize(LARGER_DISK_MIB);
                } else {
                    disk.clear();
                }
                final LiveEngine.Result ended = engine.finish();
                Invariant.I5.require(
                        ended.exitCode() == 0 && ended.err().contains("inputs are accepted again"),
                        "exit code " + ended.exitCode() + " after there was room again: "
                                + LiveEngine.lastLine(ended.err()));
                JournalCheck.requireSame(ended, reference);
            }
            JournalCheck.requireWhole(round, data, reference);
        }
    }

    /** It says so, takes nothing more, and what is there is whole. */
    private static void requireWaiting(
            final Round round, final LiveEngine engine, final Path data, final TradeTape tape) throws Exception {
        engine.await(() -> engine.watch().waitingForSpace(), "an engine that waits for space");
        Waiting.millis(SETTLE_MS);
        final EngineWatch settled = engine.watch();
        final JournalCheck.End end = JournalCheck.requirePrefix(round, data, tape, settled);
        round.count(Figure.EVENTS_ACKNOWLEDGED, settled.trades());
        Waiting.millis(SETTLE_MS);
        Invariant.I6.require(
                engine.watch().trades() == settled.trades() && end.trades() < tape.size(),
                "the engine takes trades while it waits for space: " + settled.trades() + ", then "
                        + engine.watch().trades());
        final String err = engine.process().err();
        Invariant.I5.require(
                err.contains("no input is accepted") && engine.process().isAlive() && Files.exists(data),
                "an engine that waits for space says: " + LiveEngine.lastLine(err));
    }
}
