package io.millrace.journal.append;

import io.millrace.journal.time.Clocks;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytesStore;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sees to it that the pages of the cycle file which the next batches will go to are there before them.
 *
 * <p>While the writer has nothing else to do it touches pages ahead, one at a time: the first write to a page costs a fault of
 * some microseconds, and a batch that does not hit one is that much earlier out. What comes during such a fault waits for it,
 * and market data comes in clusters: so while more than half of the pages ahead are touched, the next one has to wait for
 * a lull of {@value #LULL_NS} ns. Meanwhile the kernel reads nothing ahead.
 * A writer that has overtaken the touched pages and no time to touch others gets the kernel's read-ahead instead, which makes
 * pages by the megabyte: cheaper by the page, but a stall each time. When it was ahead again for a while, it goes back.
 *
 * <p>Owned by the thread that appends, which works in the same mapping, so that what stands in a page stays. No allocation.
 */
final class PageToucher {
    /** How far ahead pages are touched; a second's worth of a busy feed is written into them before they are used up. */
    static final int AHEAD_BYTES = 256 << 10;

    /** So much written to untouched pages, without a moment in which all were touched, is no burst any more. */
    static final int OVERTAKEN_BYTES = 1 << 20;

    /** So much written to touched pages only is the end of it. */
    static final int CALM_BYTES = 8 << 20;

    static final int PAGE_BYTES = 4 << 10;

    /** So long without a batch and most likely some more of it: several times what a touch takes. */
    static final long LULL_NS = 20_000;

    private static final long PAGE_MASK = PAGE_BYTES - 1L;

    private final UnsafeBuffer page = new UnsafeBuffer(0, 0);
    private final ReadAhead readAhead;
    private final NanoClock clock;
    private BytesStore<?, ?> current;
    private long chunkEndAddress;
    private long touchedToAddress;
    private long aheadToAddress;
    private long overtakenBytes;
    private long calmFromAddress;
    private boolean idle;
    private long idleSinceNs;
    private long touchedPages;

    PageToucher() {
        this(new ReadAhead(), Clocks.monotonic());
    }

    PageToucher(final ReadAhead readAhead, final NanoClock clock) {
        this.readAhead = readAhead;
        this.clock = clock;
    }

    /** Notes where a batch has ended in the mapping. */
    void written(final Bytes<?> bytes) {
        idle = false;
        if (bytes.bytesStore() instanceof MappedBytesStore chunk) {
            final long position = bytes.writePosition();
            final long address = chunk.addressForWrite(position);
            final long firstUntouched = (address | PAGE_MASK) + 1;
            // What lies behind the chunk is not mapped here.
            chunkEndAddress = address + (chunk.safeLimit() - position);
            if (chunk != current) {
                current = chunk;
                touchedToAddress = firstUntouched;
                calmFromAddress = firstUntouched;
                readAhead.chunk(chunk.addressForRead(chunk.start()) & ~PAGE_MASK, chunkEndAddress);
            } else if (firstUntouched > touchedToAddress) {
                overtaken(firstUntouched);
            } else if (firstUntouched - calmFromAddress >= CALM_BYTES) {
                readAhead.off(firstUntouched, chunkEndAddress);
            }
            aheadToAddress = Math.min(firstUntouched + AHEAD_BYTES, chunkEndAddress);
        }
    }

    private void overtaken(final long firstUntouched) {
        overtakenBytes += firstUntouched - touchedToAddress;
        touchedToAddress = firstUntouched;
        calmFromAddress = firstUntouched;
        if (overtakenBytes >= OVERTAKEN_BYTES) {
            readAhead.on(firstUntouched, chunkEndAddress);
        }
    }

    /** Touches the next page if this is the moment for it; false when all of them are touched. */
    boolean touchNext() {
        if (touchedToAddress + PAGE_BYTES > aheadToAddress) {
            overtakenBytes = 0;
            return false;
        }
        if (aheadToAddress - touchedToAddress <= AHEAD_BYTES / 2 && !isLull()) {
            overtakenBytes = 0;
            return true;
        }
        page.wrap(touchedToAddress, PAGE_BYTES);
        // One access that may write is one fault; a read and a write are two, and take half as long again.
        page.getAndAddInt(0, 0);
        touchedToAddress += PAGE_BYTES;
        touchedPages++;
        return true;
    }

    /** How many pages were touched so far. */
    long touchedPages() {
        return touchedPages;
    }

    /** The first question after a batch starts the clock, so that a batch pays nothing for it. */
    private boolean isLull() {
        final long nowNs = clock.nanoTime();
        if (!idle) {
            idle = true;
            idleSinceNs = nowNs;
        }
        return nowNs - idleSinceNs >= LULL_NS;
    }
}
