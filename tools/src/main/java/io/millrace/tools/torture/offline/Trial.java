package io.millrace.tools.torture.offline;

import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.reader.RawBatch;
import io.millrace.tools.torture.reader.RawJournal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is demanded after a copy of the base was hurt: the damage is named and nothing touched; then the good prefix goes on as
 * a new generation, and with the feed brought again everything is as if nothing had happened. One thread, one round.
 */
final class Trial {
    private final Base base;
    private final DataCopy copy;
    private final Round round;
    private final String where;

    /** @param where what was hurt, for the report of a failure */
    Trial(final Base base, final DataCopy copy, final Round round, final String where) {
        this.base = base;
        this.copy = copy;
        this.round = round;
        this.where = where + " (seed " + round.seed() + ")";
    }

    /** Looks, and changes nothing. */
    Outcome look() throws IOException {
        round.count(Figure.CORRUPTIONS_INJECTED, 1);
        return copy.dryRun();
    }

    /**
     * The command names the damage, at exactly this record.
     *
     * @param firstBad the first record that cannot be trusted
     */
    void requireNamed(final Outcome look, final long firstBad) {
        look.requireDamage(where);
        Invariant.I2.require(
                look.damagedSequence() == firstBad,
                where + ": the first bad record is " + firstBad + ", the command says " + look.damagedSequence());
        round.count(Figure.CORRUPTIONS_DETECTED, 1);
    }

    /** The command names a damage, wherever. */
    void requireNamed(final Outcome look) {
        look.requireDamage(where);
        round.count(Figure.CORRUPTIONS_DETECTED, 1);
    }

    /** A start refuses, and nothing of journal, snapshots and state is touched. */
    void requireRefusal() throws IOException {
        final FileTree before = FileTree.of(copy.data(), "journal", "snapshots", "state");
        final Outcome run = copy.run();
        run.requireDamage(where);
        final String difference = before.difference(copy.data(), "journal", "snapshots", "state");
        Invariant.I2.require(difference.isEmpty(), where + ": the refused start has changed files: " + difference);
    }

    /**
     * A new generation holds a prefix of what was written, the damaged journal is kept as it is, and the feed brings the rest
     * again.
     *
     * @param least records that must not be lost
     */
    void requireGoodPrefix(final long least) throws IOException {
        final FileTree before = FileTree.of(copy.journal(), "");
        final Outcome generation = copy.newGeneration();
        generation.requireDone(where);
        final String kept = "journal.damaged-1";
        final String difference = before.difference(copy.file(kept), "");
        Invariant.I2.require(difference.isEmpty(), where + ": the damaged journal was not kept: " + difference);
        final List<RawBatch> good = new ArrayList<>();
        final RawJournal.Reading reading = RawJournal.read(copy.journal(), good::add);
        Invariant.I2.require(reading.clean(), where + ": the new generation is bad, " + reading.bad());
        requirePrefix(good);
        final long lastGood = reading.lastSequence();
        Invariant.I5.require(
                generation.json().get("lastGoodSequence").asLong() == lastGood,
                where + ": the new generation ends at " + lastGood + ", the command says " + generation.answer());
        Invariant.I1.require(
                lastGood >= least,
                where + ": good records up to " + least + ", the new generation ends at " + lastGood);
        requireWholeAgain();
    }

    /**
     * Every record reads as it was. Then nothing was wrong and the journal goes on, or a start finds that it cannot go on, before
     * it takes an input, and a new generation holds every record.
     */
    void requireHarmlessOrRefused(final Outcome look) throws IOException {
        Invariant.I5.require(look.exitCode() == Outcome.DONE, where + ": exit code 0 or 3 expected, " + look.answer());
        Invariant.I2.require(
                look.json().get("lastSequence").asLong() == base.lastSequence(),
                where + ": the journal ends at " + base.lastSequence() + ", the command says " + look.answer());
        copy.verify().requireDone(where);
        final Outcome run = copy.run();
        if (run.exitCode() == Outcome.DAMAGED) {
            requireNamed(run);
            requireGoodPrefix(base.lastSequence());
            return;
        }
        requireWholeAgain(run);
        round.count(Figure.CORRUPTIONS_HARMLESS, 1);
    }

    /** A start takes up the journal, the feed brings what is missing, and state and outputs are those of a run without harm. */
    Outcome requireWholeAgain() throws IOException {
        return requireWholeAgain(copy.run());
    }

    private Outcome requireWholeAgain(final Outcome run) throws IOException {
        run.requireDone(where);
        Invariant.I3.require(
                run.json().get("stateDigest").asText().equals(base.stateDigest())
                        && run.json().get("outputDigest").asText().equals(base.outputDigest()),
                where + ": digests " + base.stateDigest() + " and " + base.outputDigest() + " expected, "
                        + run.answer().out());
        final RawJournal.Reading reading = RawJournal.read(copy.journal(), batch -> {});
        Invariant.I2.require(reading.clean(), where + ": the journal is bad after the next run, " + reading.bad());
        Invariant.I2.require(
                reading.lastSequence() == run.json().get("lastSequence").asLong(),
                where + ": the journal reads up to " + reading.lastSequence() + ", the run says "
                        + run.answer().out());
        round.count(Figure.EVENTS_RECOVERED, reading.records());
        return run;
    }

    private void requirePrefix(final List<RawBatch> good) {
        // A start that found that it could not go on has left one batch of its own.
        Invariant.I2.require(good.size() <= base.batches().size() + 1, where + ": more records than were ever written");
        for (int i = 0; i < Math.min(good.size(), base.batches().size()); i++) {
            Invariant.I2.require(
                    Arrays.equals(good.get(i).bytes(), base.batches().get(i).bytes()),
                    where + ": batch " + i + " of the new generation is not what was written");
        }
    }
}
