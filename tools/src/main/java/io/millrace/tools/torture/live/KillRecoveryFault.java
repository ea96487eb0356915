package io.millrace.tools.torture.live;

import io.millrace.journal.fault.Failpoint;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An engine is killed, and killed again while it recovers from that: at random moments, and at failpoints of the boot. */
final class KillRecoveryFault implements Fault {
    private static final int MOST_BOOTS = 3;
    private static final int EARLIEST_MS = 150;
    private static final int LATEST_MS = 1_200;
    /** Places that a boot passes: it appends the records of its start. */
    private static final List<Failpoint> OF_A_BOOT =
            List.of(Failpoint.EXCERPT_OPEN, Failpoint.BEFORE_COMMIT, Failpoint.AFTER_COMMIT);

    private final References references;
    private final RecoveryTimes times = new RecoveryTimes();

    KillRecoveryFault(final References references) {
        this.references = references;
    }

    @Override
    public String name() {
        return "kill-recovery";
    }

    @Override
    public String title() {
        return "kill -9 during the recovery from a kill -9, at random moments and at failpoints of the boot";
    }

    @Override
    public int rounds(final Effort effort) {
        return switch (effort) {
            case VERIFY, QUICK -> 1 + OF_A_BOOT.size();
            case FULL -> 6 * (1 + OF_A_BOOT.size());
        };
    }

    @Override
    public void round(final Round round) throws Exception {
        final References.Reference reference = references.of(KillRandomFault.TRADES);
        final Path data = round.directory().resolve("data");
        final LiveEngine.Options options = KillRandomFault.options(round.random());
        final EngineWatch before = KillRandomFault.killAtRandom(round, data, reference.tape(), options);
        JournalCheck.End left = JournalCheck.requirePrefix(round, data, reference.tape(), before, EngineWatch.of(data));
        final int way = round.number() % (1 + OF_A_BOOT.size());
        final int boots = way == 0 ? 1 + round.random().nextInt(MOST_BOOTS) : 1;
        for (int boot = 0; boot < boots; boot++) {
            if (way == 0) {
                bootAndKill(round, data, reference.tape(), options);
            } else {
                bootToFailpoint(round, data, reference.tape(), options, OF_A_BOOT.get(way - 1));
            }
            final JournalCheck.End now =
                    JournalCheck.requirePrefix(round, data, reference.tape(), EngineWatch.of(data));
            Invariant.I1.require(
                    now.sequence() >= left.sequence() && now.trades() >= left.trades(),
                    "the journal ended at sequence " + left.sequence() + " before the boot that was killed, now at "
                            + now.sequence());
            left = now;
        }
        times.add(KillRandomFault.recoverAndCompare(round, data, reference, options));
    }

    private static void bootAndKill(
            final Round round, final Path data, final TradeTape tape, final LiveEngine.Options options)
            throws Exception {
        try (LiveEngine engine = LiveEngine.start("boot", data, tape, options)) {
            Waiting.millis(round.random().nextInt(EARLIEST_MS, LATEST_MS));
            round.count(Figure.KILLS, engine.kill() ? 1 : 0);
        }
    }

    private static void bootToFailpoint(
            final Round round,
            final Path data,
            final TradeTape tape,
            final LiveEngine.Options options,
            final Failpoint failpoint)
            throws Exception {
        final LiveEngine.Result ended = KillFailpointFault.endAt(failpoint, 1, data, tape, options);
        Invariant.I5.require(
                ended.exitCode() == Failpoint.EXIT_CODE,
                "exit code " + ended.exitCode() + " at " + failpoint.label() + " of the boot, "
                        + LiveEngine.lastLine(ended.err()));
        round.count(Figure.KILLS, 1);
    }

    @Override
    public Map<String, Object> conclude() {
        return times.told();
    }
}
