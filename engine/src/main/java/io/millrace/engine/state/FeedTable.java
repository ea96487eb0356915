package io.millrace.engine.state;

import io.millrace.journal.record.Records;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The feeds that this journal has seen and how far each was taken: what makes a restart neither lose nor double.
 *
 * <p>Engine thread. Entries of fingerprint and position, packed into blocks of the store; ids count from 1 in the order
 * of first appearance. No allocation after a page is bound.
 */
public final class FeedTable {
    private static final int FINGERPRINT = 0;
    private static final int POSITION = 8;
    private static final int ENTRY_BYTES = 16;

    private final StateStore store;
    private final GlobalState global;
    private final int maxFeeds;
    private final int entriesPerPage;
    private final UnsafeBuffer[] pages;
    /** Where the entry of each known feed stands: a division per event would cost more than the rest of the update. */
    private final UnsafeBuffer[] pageOf;

    private final int[] offsetOf;

    FeedTable(final StateStore store, final GlobalState global, final int maxFeeds) {
        this.store = store;
        this.global = global;
        this.maxFeeds = maxFeeds;
        this.entriesPerPage = store.blockBytes() / ENTRY_BYTES;
        this.pages = new UnsafeBuffer[pageCount(store.blockBytes(), maxFeeds)];
        for (int page = 0; page < pages.length; page++) {
            pages[page] = store.find(-1 - page);
        }
        this.pageOf = new UnsafeBuffer[maxFeeds + 1];
        this.offsetOf = new int[maxFeeds + 1];
        for (int id = 1; id <= Math.min(global.feeds(), maxFeeds); id++) {
            bind(id);
        }
    }

    /** Blocks that a table of this size takes at most. */
    static int pageCount(final int blockBytes, final int maxFeeds) {
        final int entriesPerPage = blockBytes / ENTRY_BYTES;
        return (maxFeeds + entriesPerPage - 1) / entriesPerPage;
    }

    /** Takes a feed up; the id must be the next one. */
    public void add(final int id, final long fingerprint) {
        if (id != global.feeds() + 1) {
            throw new IllegalStateException("feed " + id + " started, the next id is " + (global.feeds() + 1));
        }
        if (id > maxFeeds) {
            throw new StateException(
                    "feed number " + id + " does not fit: raise millrace.engine.state.max-feeds above " + maxFeeds);
        }
        final int page = (id - 1) / entriesPerPage;
        if (pages[page] == null) {
            pages[page] = store.acquire(-1 - page);
        }
        bind(id);
        pageOf[id].putLong(offsetOf[id] + FINGERPRINT, fingerprint);
        pageOf[id].putLong(offsetOf[id] + POSITION, 0);
        global.feedKnown();
    }

    /** Identity of a feed. */
    public long fingerprint(final int id) {
        return page(id).getLong(offsetOf[id] + FINGERPRINT);
    }

    /** Position of the last event taken from a feed; 0 before the first. */
    public long position(final int id) {
        return page(id).getLong(offsetOf[id] + POSITION);
    }

    /** Takes the position of the last event of a feed. */
    public void position(final int id, final long position) {
        page(id).putLong(offsetOf[id] + POSITION, position);
    }

    long foldDigest(final long digest) {
        long folded = digest;
        for (int id = 1; id <= global.feeds(); id++) {
            folded = Records.fold(folded, Records.hash(page(id), offsetOf[id], ENTRY_BYTES));
        }
        return folded;
    }

    /** The page of a known feed; any other id would point outside of the table, and buffers do not check. */
    private UnsafeBuffer page(final int id) {
        final UnsafeBuffer page = id > 0 && id < pageOf.length ? pageOf[id] : null;
        if (page == null) {
            throw new IllegalStateException("feed " + id + " was never started");
        }
        return page;
    }

    private void bind(final int id) {
        pageOf[id] = pages[(id - 1) / entriesPerPage];
        offsetOf[id] = (id - 1) % entriesPerPage * ENTRY_BYTES;
    }
}
