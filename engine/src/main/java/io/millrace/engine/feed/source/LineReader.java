package io.millrace.engine.feed.source;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Splits a byte source into lines inside one fixed buffer.
 *
 * <p>Feed thread. No allocation after construction. A line ends at LF or CRLF; the last one may do without. A line
 * longer than the limit is handed out as its beginning, of kind {@link Kind#TOO_LONG}, and skipped. At damage of the
 * source the unfinished rest is handed out as {@link Kind#DAMAGED}, even when it is empty, and nothing follows: a
 * number cut in the middle may still look like one. A byte order mark at the very beginning is left out.
 */
public final class LineReader implements Closeable {

    /** What {@link #next} found. */
    public enum Kind {
        TEXT,
        TOO_LONG,
        DAMAGED
    }

    /** Default for the longest line accepted. */
    public static final int MAX_LINE_BYTES = 1 << 20;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LINE_FEEDS = LOW_BITS * '\n';

    private final ByteSource source;
    private final int maxLineBytes;
    private final byte[] buffer;
    private int cursor;
    private int limit;
    private int start;
    private int end;
    private long lineNumber;
    private long highBits;
    private boolean sourceEnded;
    private boolean finished;
    private Kind kind = Kind.TEXT;

    public LineReader(ByteSource source, int maxLineBytes) {
        this.source = source;
        this.maxLineBytes = maxLineBytes;
        this.buffer = new byte[maxLineBytes + CHUNK_BYTES];
    }

    /** Moves to the next line; false at the end. */
    public boolean next() throws IOException {
        if (finished) {
            return false;
        }
        start = cursor;
        highBits = 0;
        int scan = cursor;
        while (true) {
            int lineFeed = findLineFeed(scan);
            if (lineFeed >= 0) {
                cursor = lineFeed + 1;
                return found(lineFeed, lineFeed - start > maxLineBytes ? Kind.TOO_LONG : Kind.TEXT);
            }
            if (limit - start > maxLineBytes) {
                return skipLongLine();
            }
            int scanned = limit - start;
            if (!fill()) {
                return lastLine();
            }
            scan = start + scanned;
        }
    }

    private boolean found(int lineEnd, Kind lineKind) {
        end = lineEnd;
        kind = lineKind;
        lineNumber++;
        if (lineKind != Kind.TEXT) {
            end = Math.min(end, start + maxLineBytes);
            return true;
        }
        if (end > start && buffer[end - 1] == '\r') {
            end--;
        }
        if (lineNumber == 1) {
            skipByteOrderMark();
        }
        return true;
    }

    private void skipByteOrderMark() {
        if (end - start >= 3
                && buffer[start] == (byte) 0xef
                && buffer[start + 1] == (byte) 0xbb
                && buffer[start + 2] == (byte) 0xbf) {
            start += 3;
        }
    }

    private boolean lastLine() {
        finished = true;
        cursor = limit;
        if (source.damage() != Damage.NONE) {
            return found(limit, Kind.DAMAGED);
        }
        return limit > start && found(limit, Kind.TEXT);
    }

    /** Keeps the beginning, which stands at the front of the buffer, and drops the rest up to the next line feed. */
    private boolean skipLongLine() throws IOException {
        int keptEnd = start + maxLineBytes;
        int from = keptEnd;
        while (true) {
            limit = from;
            int read = source.read(buffer, from, Math.min(CHUNK_BYTES, buffer.length - from));
            if (read < 0) {
                sourceEnded = true;
                finished = true;
                cursor = from;
                return found(keptEnd, source.damage() == Damage.NONE ? Kind.TOO_LONG : Kind.DAMAGED);
            }
            limit = from + read;
            int lineFeed = findLineFeed(from);
            if (lineFeed >= 0) {
                cursor = lineFeed + 1;
                return found(keptEnd, Kind.TOO_LONG);
            }
        }
    }

    /** Reads more behind the unfinished line, moving it to the front first; false at the end of the source. */
    private boolean fill() throws IOException {
        if (sourceEnded) {
            return false;
        }
        int unfinished = limit - start;
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, unfinished);
            start = 0;
            limit = unfinished;
        }
        int read = source.read(buffer, limit, Math.min(CHUNK_BYTES, buffer.length - limit));
        if (read < 0) {
            sourceEnded = true;
            return false;
        }
        limit += read;
        return true;
    }

    /** Index of the first line feed from there on, -1 if none; gathers the high bits of what it passes. */
    private int findLineFeed(int from) {
        long bits = highBits;
        int i = from;
        for (int wordsEnd = limit - Long.BYTES; i <= wordsEnd; i += Long.BYTES) {
            long word = (long) LONGS.get(buffer, i);
            long different = word ^ LINE_FEEDS;
            if (((different - LOW_BITS) & ~different & HIGH_BITS) != 0) {
                break;
            }
            bits |= word;
        }
        for (; i < limit; i++) {
            if (buffer[i] == '\n') {
                highBits = bits;
                return i;
            }
            bits |= buffer[i] & 0x80L;
        }
        highBits = bits;
        return -1;
    }

    public Kind kind() {
        return kind;
    }

    /** Holds the line from {@link #start()} to {@link #end()} until the next call of {@link #next}. */
    public byte[] buffer() {
        return buffer;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** Whether all bytes of the line are ASCII. */
    public boolean ascii() {
        return (highBits & HIGH_BITS) == 0;
    }

    /** Number of the line in the decompressed file, from 1. */
    public long lineNumber() {
        return lineNumber;
    }

    public ByteSource source() {
        return source;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
