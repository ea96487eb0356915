package io.millrace.journal.append;

import io.millrace.journal.time.Clocks;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the pages of the cycle file which the next batches will go to are there before them.
 *
 * <p>The first write to a page in a hole of a mapped file is a fault of some microseconds, or, where the kernel reads ahead, one of many
 * milliseconds for as many pages as the device says. Zeros written to the file instead make the same pages in large pieces, for a
 * quarter of that, and mapping them afterwards is nearly free. A writer with nothing to do gets {@value #PIECE_BYTES} bytes of them at a time
 * and touches their pages one by one. What comes meanwhile waits for that, and market data comes in clusters: so while more than half of
 * the room ahead is there, the next piece has to wait for a lull of {@value #LULL_NS} ns. A writer that never has time gets
 * {@value #BURST_BYTES} bytes with the batch that comes near the end of what it has. Pieces end where multiples of their size do, for the
 * kernel makes the largest units of memory of them that their place in the file allows.
 *
 * <p>Owned by the thread that appends. Zeros go only where nothing was written yet, behind the batch that the same thread wrote last. No
 * allocation but when a cycle file begins.
 */
final class RoomAhead implements AutoCloseable {
    /** How far ahead; a second's worth of a busy feed is written into it before it is used up. */
    static final int AHEAD_BYTES = 256 << 10;

    /** What is made at once while nothing waits. */
    static final int PIECE_BYTES = 64 << 10;

    /** What is made at once for a batch that needs it. */
    static final int BURST_BYTES = 256 << 10;

    static final int PAGE_BYTES = 4 << 10;

    /** So long without a batch and most likely some more of it: longer than a piece takes. */
    static final long LULL_NS = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(RoomAhead.class);
    private static final long PAGE_MASK = PAGE_BYTES - 1L;

    private final ByteBuffer zeros = ByteBuffer.allocateDirect(BURST_BYTES);
    private final UnsafeBuffer page = new UnsafeBuffer(0, 0);
    private final NanoClock clock;
    private Object file;
    private ZeroWriter writer;
    private BytesStore<?, ?> chunk;
    /** Address of a position 0 in the file, if all of it were mapped as the chunk is. */
    private long chunkBase;

    private long chunkEnd;
    private long firstFree;
    private long zerosTo;
    private long touchedTo;
    private boolean first = true;
    private boolean idle;
    private long idleSinceNs;
    private long touchedPages;

    RoomAhead() {
        this(Clocks.monotonic());
    }

    RoomAhead(final NanoClock clock) {
        this.clock = clock;
    }

    /**
     * Notes where a batch has ended in the mapping, and makes room where little is left; not behind the first batch, for whether that
     * stands where it should is only seen when it is read back.
     *
     * @throws UncheckedIOException when the file cannot be written, such as on a full disk
     */
    void written(final Bytes<?> bytes) {
        idle = false;
        if (bytes instanceof MappedBytes mapped && bytes.bytesStore() instanceof MappedBytesStore current) {
            final long position = bytes.writePosition();
            firstFree = (position + PAGE_MASK) & ~PAGE_MASK;
            if (current != chunk) {
                begin(mapped, current, position);
            }
            touchedTo = Math.max(touchedTo, firstFree);
            zerosTo = Math.max(zerosTo, firstFree);
            if (!first) {
                makeForBurst();
            }
            first = false;
        }
    }

    private void begin(final MappedBytes bytes, final MappedBytesStore current, final long position) {
        chunk = current;
        chunkBase = current.addressForWrite(position) - position;
        touchedTo = firstFree;
        if (bytes.mappedFile() != file) {
            close();
            file = bytes.mappedFile();
            zerosTo = firstFree;
            writer = new ZeroWriter(bytes.mappedFile().file().toPath(), zeros);
        }
        // What lies behind the chunk is not mapped here, and may lie behind the end of the file.
        chunkEnd = Math.min(current.safeLimit(), writer.sizeBytes()) & ~PAGE_MASK;
        readNothingAhead(chunkBase + firstFree, chunkEnd - firstFree);
    }

    /**
     * A page that the kernel once read ahead is marked, and the first touch of it makes the kernel read ahead again, all that the device
     * says: 18 ms of zeros at 8 MiB.
     */
    private static void readNothingAhead(final long fromAddress, final long lengthBytes) {
        try {
            if (lengthBytes > 0 && PosixAPI.posix().madvise(fromAddress, lengthBytes, MAdviseFlag.MADV_RANDOM) != 0) {
                LOG.info("the system takes no advice on the journal's pages: some appends may stall for milliseconds");
            }
        } catch (final RuntimeException | LinkageError e) {
            LOG.info("no advice on the journal's pages ({}): some appends may stall for milliseconds", e.toString());
        }
    }

    /** Makes a piece of the room ahead, or touches a page of it, if this is the moment; false when all of it is there. */
    boolean makeNext() {
        final long end = Math.min(firstFree + AHEAD_BYTES, chunkEnd);
        if (end - zerosTo >= PIECE_BYTES || (end == chunkEnd && zerosTo < end)) {
            if (zerosTo - firstFree < AHEAD_BYTES / 2 || isLull()) {
                fill(PIECE_BYTES);
            }
            return true;
        }
        if (touchedTo >= zerosTo) {
            return false;
        }
        page.wrap(chunkBase + touchedTo, PAGE_BYTES);
        // One access that may write is one fault; a read and a write are two, and take half as long again.
        page.getAndAddInt(0, 0);
        touchedTo += PAGE_BYTES;
        touchedPages++;
        return true;
    }

    /** How much of the room ahead is made. */
    long madeBytes() {
        return zerosTo - firstFree;
    }

    /** How many pages were touched so far. */
    long touchedPages() {
        return touchedPages;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }

    private void makeForBurst() {
        while (zerosTo - firstFree < PIECE_BYTES && zerosTo < chunkEnd) {
            writer.takeBlocks(zerosTo, lengthTo(BURST_BYTES));
            fill(BURST_BYTES);
        }
    }

    private void fill(final int pieceBytes) {
        final int lengthBytes = lengthTo(pieceBytes);
        writer.write(zerosTo, lengthBytes);
        zerosTo += lengthBytes;
    }

    /** Bytes to the next multiple of a piece's size. */
    private int lengthTo(final int pieceBytes) {
        return (int) (Math.min((zerosTo & -pieceBytes) + pieceBytes, chunkEnd) - zerosTo);
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
