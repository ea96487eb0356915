package io.millrace.tools.torture.live;

import io.millrace.journal.fault.Failpoint;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.nio.file.Path;

/**
 * A force of the journal fails. The error is made right above the system call, because the device below cannot be made to fail
 * without a kernel module; what follows from it is the product's own.
 */
final class ForceErrorFault implements Fault {
    private static final int MOST_FORCES = 8;

    private final References references;

    ForceErrorFault(final References references) {
        this.references = references;
    }

    private enum Way {
        /** In the middle of a run whose batches are forced now and then. */
        BATCH("journal.durability=batch", "journal.force-records=300"),
        /** In the middle of a run whose every batch is forced. */
        EACH("journal.durability=each", "batch.max-records=64"),
        /** At the force of a boot, before the engine is open. */
        BOOT("journal.durability=batch", "journal.force-records=300");

        private final LiveEngine.Options options;

        Way(final String first, final String second) {
            options = LiveEngine.Options.PLAIN.set(first).set(second);
        }
    }

    @Override
    public String name() {
        return "force-eio";
    }

    @Override
    public String title() {
        return "a force of the journal fails with an I/O error";
    }

    @Override
    public int rounds(final Effort effort) {
        return Way.values().length;
    }

    @Override
    public void round(final Round round) throws Exception {
        final References.Reference reference = references.of(KillFailpointFault.TRADES);
        final Path data = round.directory().resolve("data");
        final Way way = Way.values()[round.number() % Way.values().length];
        if (way == Way.BOOT) {
            KillRandomFault.killAtRandom(round, data, reference.tape(), way.options);
        }
        final long pass = way == Way.BOOT ? 1 : 1 + round.random().nextInt(MOST_FORCES);
        final LiveEngine.Result ended =
                KillFailpointFault.endAt(Failpoint.FORCE_EIO, pass, data, reference.tape(), way.options);
        final String line = LiveEngine.lastLine(ended.err());
        Invariant.I5.require(
                ended.exitCode() == 1 && line.contains("cannot force") && line.contains("Input/output error"),
                "exit code " + ended.exitCode() + " after force " + pass + " failed, and: " + line);
        final EngineWatch said = EngineWatch.of(data);
        round.count(Figure.EVENTS_ACKNOWLEDGED, said.trades());
        final JournalCheck.End left = JournalCheck.requirePrefix(round, data, reference.tape(), said);
        Invariant.I1.require(
                way == Way.BOOT || said.forcedSequence() < left.sequence(),
                "the watermark says that sequence " + said.forcedSequence() + " is forced, and the force of "
                        + left.sequence() + " has failed");
        Invariant.I1.require(
                way != Way.EACH || said.lastSequence() <= said.forcedSequence(),
                "sequence " + said.lastSequence() + " counts as committed, only " + said.forcedSequence()
                        + " is forced");
        KillRandomFault.recoverAndCompare(round, data, reference, way.options);
    }
}
