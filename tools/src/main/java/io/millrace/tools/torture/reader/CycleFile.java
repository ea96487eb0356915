package io.millrace.tools.torture.reader;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The excerpts of one cycle file: each a length word of four bytes, then its bytes, then zeros up to the next multiple of four.
 *
 * <p>One thread. The word's highest bit says that the excerpt is not finished, the next one that it holds the queue's own data.
 */
final class CycleFile implements AutoCloseable {
    /** What stands at a place of the file. */
    enum Kind {
        DATA,
        /** Nothing was written here yet, or the file ends. */
        NOTHING,
        /** An excerpt that was begun and not finished. */
        OPEN,
        /** The mark behind the last excerpt of a cycle that is over. */
        END_MARK,
        /** A length that the file cannot hold. */
        IMPOSSIBLE
    }

    /**
     * What stands at a place.
     *
     * @param offset byte of the length word
     * @param length bytes behind the word
     */
    record Excerpt(Kind kind, long offset, int length) {}

    private static final int NOT_FINISHED = 0x8000_0000;
    private static final int OF_THE_QUEUE = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int WORD_BYTES = 4;
    private static final int WINDOW_BYTES = 1 << 20;
    /** As much as one batch can hide, and the queue's next index block. */
    private static final int SEARCH_BYTES = 17 << 20;

    private final String name;
    private final FileChannel channel;
    private final long sizeBytes;
    private ByteBuffer window =
            ByteBuffer.allocate(WINDOW_BYTES).order(LITTLE_ENDIAN).limit(0);
    private long windowStart;
    private long position;

    CycleFile(final Path path) throws IOException {
        name = path.getFileName().toString();
        channel = FileChannel.open(path, StandardOpenOption.READ);
        sizeBytes = channel.size();
    }

    String name() {
        return name;
    }

    /** The next excerpt that is not the queue's own, or what stands in its place. */
    Excerpt next() throws IOException {
        while (position + WORD_BYTES <= sizeBytes) {
            final long offset = position;
            final int word = at(offset, WORD_BYTES).getInt();
            final int length = word & LENGTH_MASK;
            if (word == (NOT_FINISHED | OF_THE_QUEUE)) {
                return new Excerpt(Kind.END_MARK, offset, 0);
            }
            if (word == 0 || (word & NOT_FINISHED) != 0) {
                return new Excerpt(word == 0 ? Kind.NOTHING : Kind.OPEN, offset, length);
            }
            if (offset + WORD_BYTES + length > sizeBytes) {
                return new Excerpt(Kind.IMPOSSIBLE, offset, length);
            }
            position = aligned(offset + WORD_BYTES + length);
            if ((word & OF_THE_QUEUE) == 0) {
                return new Excerpt(Kind.DATA, offset, length);
            }
        }
        return new Excerpt(Kind.NOTHING, position, 0);
    }

    /** The bytes behind the length word. */
    byte[] bytes(final Excerpt excerpt) throws IOException {
        final byte[] bytes = new byte[excerpt.length()];
        at(excerpt.offset() + WORD_BYTES, bytes.length).get(bytes);
        return bytes;
    }

    /**
     * Looks behind the end for a whole batch with a later sequence, which a lost length word would have hidden.
     *
     * @param open whether an unfinished excerpt begins at the end; its own bytes may be whole
     * @return its place, or -1
     */
    long batchBehind(final long end, final boolean open, final long lastSequence) throws IOException {
        final long last = Math.min(sizeBytes - RawBatch.HEADER_BYTES, end + SEARCH_BYTES);
        for (long offset = aligned(end) + WORD_BYTES; offset <= last; offset += WORD_BYTES) {
            final boolean ownBytes = open && offset == end + WORD_BYTES;
            if (!ownBytes && at(offset, WORD_BYTES).getInt() == RawBatch.MAGIC && isWhole(offset, lastSequence)) {
                return offset;
            }
        }
        return -1;
    }

    private boolean isWhole(final long offset, final long lastSequence) throws IOException {
        final int payload = at(offset, RawBatch.HEADER_BYTES).getInt(windowIndex(offset) + 12);
        if (payload <= 0 || offset + RawBatch.HEADER_BYTES + payload > sizeBytes) {
            return false;
        }
        final byte[] bytes = new byte[RawBatch.HEADER_BYTES + payload];
        at(offset, bytes.length).get(bytes);
        final RawBatch batch = new RawBatch(name, offset - WORD_BYTES, bytes);
        return batch.fault(RawBatch.ANY_SEQUENCE) == null && batch.firstSequence() > lastSequence;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The window, standing at a place, with so many bytes in it, which the file must have. */
    private ByteBuffer at(final long offset, final int length) throws IOException {
        if (offset < windowStart || offset + length > windowStart + window.limit()) {
            if (window.capacity() < length) {
                window = ByteBuffer.allocate(length).order(LITTLE_ENDIAN);
            }
            window.clear();
            windowStart = offset;
            int read = 0;
            while (window.hasRemaining() && read >= 0) {
                read = channel.read(window, offset + window.position());
            }
            window.flip();
        }
        return window.position(windowIndex(offset));
    }

    private int windowIndex(final long offset) {
        return (int) (offset - windowStart);
    }

    private static long aligned(final long offset) {
        return (offset + WORD_BYTES - 1) & -WORD_BYTES;
    }
}
