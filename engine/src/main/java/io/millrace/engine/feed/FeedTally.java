package io.millrace.engine.feed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the lines of a feed. Every line is counted exactly once:
 * {@code lines = taken + rejected + notUsed + skipped}.
 *
 * <p>Written by the feed thread; other threads may read numbers that are a little old. Counting does not allocate; only
 * the first {@value #MAX_KEPT} rejections are kept with file and line.
 */
public final class FeedTally {

    /** Rejections kept for people. */
    public static final int MAX_KEPT = 10;

    private final long[] rejectedByReason = new long[RejectReason.values().length];
    private final long[] notUsedByKind = new long[NotUsed.values().length];
    private final List<Rejection> firstRejections = new ArrayList<>(MAX_KEPT);
    private long taken;
    private long rejected;
    private long notUsed;
    private long skipped;

    /** An account without entries. */
    public FeedTally() {}

    /** The sum over several feeds, with the first rejections of all in the order given. */
    public static FeedTally sum(Collection<FeedTally> tallies) {
        FeedTally sum = new FeedTally();
        for (FeedTally tally : tallies) {
            sum.taken += tally.taken;
            sum.rejected += tally.rejected;
            sum.notUsed += tally.notUsed;
            sum.skipped += tally.skipped;
            for (int i = 0; i < sum.rejectedByReason.length; i++) {
                sum.rejectedByReason[i] += tally.rejectedByReason[i];
            }
            for (int i = 0; i < sum.notUsedByKind.length; i++) {
                sum.notUsedByKind[i] += tally.notUsedByKind[i];
            }
            for (Rejection rejection : tally.firstRejections()) {
                if (sum.firstRejections.size() < MAX_KEPT) {
                    sum.firstRejections.add(rejection);
                }
            }
        }
        return sum;
    }

    /** Counts what gave an event. */
    public void countTaken() {
        taken++;
    }

    /** Counts what an earlier run had. */
    public void countSkipped() {
        skipped++;
    }

    /** Counts what is good and gives no event. */
    public void count(NotUsed kind) {
        notUsed++;
        notUsedByKind[kind.ordinal()]++;
    }

    /** Counts what is not good. */
    public void count(RejectReason reason) {
        rejected++;
        rejectedByReason[reason.ordinal()]++;
    }

    /** True while rejections are kept for people. */
    public boolean keepsMore() {
        return firstRejections.size() < MAX_KEPT;
    }

    /** Keeps a rejection for people. */
    public void keep(Rejection rejection) {
        synchronized (firstRejections) {
            firstRejections.add(rejection);
        }
    }

    /** Lines read so far. */
    public long lines() {
        return taken + rejected + notUsed + skipped;
    }

    /** Lines that gave an event. */
    public long taken() {
        return taken;
    }

    public long rejected() {
        return rejected;
    }

    public long rejected(RejectReason reason) {
        return rejectedByReason[reason.ordinal()];
    }

    public long notUsed() {
        return notUsed;
    }

    public long notUsed(NotUsed kind) {
        return notUsedByKind[kind.ordinal()];
    }

    /** Lines passed over because an earlier run had them; see {@link FeedReader#skipTo}. */
    public long skipped() {
        return skipped;
    }

    /** Counts above zero by label, in the order of the reasons. */
    public Map<String, Long> rejectedByReason() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (RejectReason reason : RejectReason.values()) {
            if (rejected(reason) > 0) {
                counts.put(reason.label(), rejected(reason));
            }
        }
        return counts;
    }

    /** Counts above zero by label, in the order of the kinds. */
    public Map<String, Long> notUsedByKind() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (NotUsed kind : NotUsed.values()) {
            if (notUsed(kind) > 0) {
                counts.put(kind.label(), notUsed(kind));
            }
        }
        return counts;
    }

    /** The first rejections, at most {@value #MAX_KEPT}. */
    public List<Rejection> firstRejections() {
        synchronized (firstRejections) {
            return List.copyOf(firstRejections);
        }
    }
}
