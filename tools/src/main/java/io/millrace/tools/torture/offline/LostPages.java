package io.millrace.tools.torture.offline;

import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.reader.RawBatch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A power cut after a force: pages of the newest cycle file that were written behind it never reached the disk, some of them with
 * later ones that did. Nothing that the force covered is lost, and what is left is a prefix.
 */
final class LostPages implements OfflineFault {
    private static final int PAGE_BYTES = 4096;
    private static final int FULL_ROUNDS = 500;
    private static final int ROUNDS = 50;

    private final Base base;

    LostPages(final Base base) {
        this.base = base;
    }

    @Override
    public String name() {
        return "lost-pages";
    }

    @Override
    public String title() {
        return "pages behind the last force come back as zeros";
    }

    @Override
    public int rounds(final Effort effort) {
        return effort == Effort.FULL ? FULL_ROUNDS : ROUNDS;
    }

    @Override
    public void round(final Round round) throws Exception {
        final DataCopy copy = base.copyTo(round.directory());
        final String file = base.newestCycle();
        final byte[] bytes = base.files().file(file).bytes().clone();
        final List<RawBatch> batches = base.batches().stream()
                .filter(batch -> file.endsWith(batch.file()))
                .toList();
        final SplittableRandom random = round.random();
        final RawBatch forced = batches.get(random.nextInt(batches.size() - 1));
        final int pages = lose(bytes, (int) forced.endOffset(), random);
        copy.overwrite(file, 0, bytes);
        final long firstLost = base.firstLost(bytes);
        Invariant.I1.require(firstLost > forced.lastSequence(), "the fault itself is wrong: forced records are hurt");
        round.count(Figure.EVENTS_ACKNOWLEDGED, forced.lastSequence());

        final Trial trial = new Trial(
                base, copy, round, pages + " pages lost behind sequence " + forced.lastSequence() + " in " + file);
        trial.requireNamed(trial.look(), firstLost);
        trial.requireRefusal();
        trial.requireGoodPrefix(firstLost - 1);
    }

    /** Loses pages behind a place, at least one that holds records; of the page with the place only what lies behind. */
    private static int lose(final byte[] bytes, final int forcedEnd, final SplittableRandom random) {
        final int firstPage = forcedEnd / PAGE_BYTES;
        final int lastPage = (bytes.length - 1) / PAGE_BYTES;
        final int certain = random.nextInt(firstPage, lastPage + 1);
        int lost = 0;
        for (int page = firstPage; page <= lastPage; page++) {
            if (page == certain || random.nextBoolean()) {
                final int from = Math.max(page * PAGE_BYTES, forcedEnd);
                Arrays.fill(bytes, from, Math.min((page + 1) * PAGE_BYTES, bytes.length), (byte) 0);
                lost++;
            }
        }
        return lost;
    }
}
