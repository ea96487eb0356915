package io.millrace.journal.append;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Touches the pages of the cycle file that the next batches will go to, while the writer has nothing else to do: the first
 * write to a page costs a fault of about a microsecond, and a batch that does not hit one is that much earlier out.
 *
 * <p>Owned by the thread that appends, which works in the same mapping, so that a plain store of the byte that stands
 * there cannot race with anybody. One page per call. No allocation.
 */
final class PageToucher {
    /** How far ahead pages are touched; a second's worth of a busy feed is written into them before they are used up. */
    static final int AHEAD_BYTES = 256 << 10;

    static final int PAGE_BYTES = 4 << 10;

    private final UnsafeBuffer page = new UnsafeBuffer(0, 0);
    private long touchedToAddress;
    private long aheadToAddress;

    /** Notes where a batch has ended in the mapping. */
    void written(final Bytes<?> bytes) {
        if (bytes.bytesStore() instanceof MappedBytesStore chunk) {
            final long position = bytes.writePosition();
            final long address = chunk.addressForWrite(position);
            final long firstUntouched = (address | (PAGE_BYTES - 1)) + 1;
            if (firstUntouched > touchedToAddress || touchedToAddress - firstUntouched > AHEAD_BYTES) {
                touchedToAddress = firstUntouched;
            }
            // What lies behind the chunk is not mapped here.
            aheadToAddress = Math.min(firstUntouched + AHEAD_BYTES, address + (chunk.safeLimit() - position));
        }
    }

    /** Touches the next page; false when all of them are. */
    boolean touchNext() {
        if (touchedToAddress + PAGE_BYTES > aheadToAddress) {
            return false;
        }
        page.wrap(touchedToAddress, PAGE_BYTES);
        page.putByte(0, page.getByte(0));
        touchedToAddress += PAGE_BYTES;
        return true;
    }
}
