package io.millrace.tools.torture.offline;

import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.reader.RawBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The newest cycle file ends at each byte of the batches that hold the last three records: once cut there, once with nothing but
 * zeros from there on. A round takes every {@value #ROUNDS}th byte. The first record that is no longer whole is named; what lies
 * before it goes on.
 */
final class TornTail implements OfflineFault {
    private static final int ROUNDS = 32;
    private static final int RECORDS = 3;

    private final Base base;

    TornTail(final Base base) {
        this.base = base;
    }

    @Override
    public String name() {
        return "torn-tail";
    }

    @Override
    public String title() {
        return "the journal torn at every byte of its last three records";
    }

    @Override
    public int rounds(final Effort effort) {
        return ROUNDS;
    }

    @Override
    public void round(final Round round) throws Exception {
        final DataCopy copy = base.copyTo(round.directory());
        // Without them the whole journal is replayed, and looking is quicker.
        for (final String part : new String[] {"snapshots", "state"}) {
            for (final Path file : FileTree.regularFiles(copy.file(part))) {
                Files.delete(file);
            }
        }
        final String file = base.newestCycle();
        final FileImage image = base.files().file(file);
        final RawBatch last = base.batches().get(base.batches().size() - 1);
        final int end = (int) last.endOffset();
        int torn = -1;
        for (int at = firstByte() + round.number() % ROUNDS; at < end; at += ROUNDS) {
            final byte[] left = Arrays.copyOf(image.bytes(), Math.min(at, image.bytes().length));
            if (look(copy, round, new FileImage(left, at), at)) {
                torn = at;
            }
            look(copy, round, new FileImage(left, image.length()), at);
        }
        if (torn >= 0) {
            new FileImage(Arrays.copyOf(image.bytes(), torn), torn).write(copy.file(file));
            final Trial trial = new Trial(base, copy, round, file + " cut at byte " + torn);
            trial.requireRefusal();
            trial.requireGoodPrefix(base.firstLost(Arrays.copyOf(image.bytes(), torn)) - 1);
        }
    }

    /** True when something is lost, which then must be named. */
    private boolean look(final DataCopy copy, final Round round, final FileImage left, final int at)
            throws IOException {
        left.write(copy.file(base.newestCycle()));
        final Trial trial = new Trial(base, copy, round, base.newestCycle() + " torn at byte " + at);
        final Outcome look = trial.look();
        final long firstLost = base.firstLost(left.bytes());
        if (firstLost > 0 || look.exitCode() != Outcome.DONE) {
            trial.requireNamed(look, firstLost > 0 ? firstLost : look.damagedSequence());
            return firstLost > 0;
        }
        // Nothing but zeros stood there.
        Invariant.I2.require(
                look.json().get("lastSequence").asLong() == base.lastSequence(), "records are lost: " + look.answer());
        round.count(Figure.CORRUPTIONS_HARMLESS, 1);
        return false;
    }

    private int firstByte() {
        int index = base.batches().size();
        int records = 0;
        while (records < RECORDS) {
            records += base.batches().get(--index).recordCount();
        }
        return (int) base.batches().get(index).offset();
    }
}
