package io.millrace.engine.feed.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gzip (RFC 1952), any number of members one after the other, zero padding after the last.
 *
 * <p>Feed thread. No allocation after construction. The JDK's own stream is not used because it takes a cut inside a
 * later member's header for a good end, decides on {@code available()} whether a member follows, and allocates for each
 * member; block-compressed files have thousands of them.
 */
final class GzipSource implements ByteSource {

    private static final int INPUT_BYTES = 64 * 1024;
    private static final int MAGIC_0 = 0x1f;
    private static final int MAGIC_1 = 0x8b;
    private static final int METHOD_DEFLATE = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xe0;
    private static final int TIME_FLAGS_SYSTEM_BYTES = 6;

    private final InputStream in;
    private final byte[] input = new byte[INPUT_BYTES];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int inputPosition;
    private int inputLimit;
    private long bytesRead;
    private boolean inMember;
    private boolean anyMember;
    private boolean ended;
    private Damage damage = Damage.NONE;
    private String damageDetail = "";

    GzipSource(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (!ended) {
            if (!inMember) {
                startMember();
                continue;
            }
            int produced = inflate(buffer, offset, length);
            if (produced > 0) {
                crc.update(buffer, offset, produced);
                return produced;
            }
        }
        return -1;
    }

    /** Bytes produced; 0 when a member or the stream ended, or more input was fetched. */
    private int inflate(byte[] buffer, int offset, int length) throws IOException {
        long writtenBefore = inflater.getBytesWritten();
        int produced;
        try {
            produced = inflater.inflate(buffer, offset, length);
        } catch (DataFormatException e) {
            end(Damage.CORRUPT, "the compressed data is invalid");
            return (int) (inflater.getBytesWritten() - writtenBefore);
        }
        if (produced > 0) {
            return produced;
        }
        if (inflater.finished()) {
            inputPosition = inputLimit - inflater.getRemaining();
            endMember();
        } else if (inflater.needsDictionary()) {
            end(Damage.CORRUPT, "the compressed data asks for a dictionary");
        } else if (fill()) {
            inflater.setInput(input, inputPosition, inputLimit - inputPosition);
        } else {
            end(Damage.TRUNCATED, "the gzip stream is cut short");
        }
        return 0;
    }

    private void startMember() throws IOException {
        int first = next();
        while (anyMember && first == 0) {
            first = next();
        }
        if (first < 0) {
            if (anyMember) {
                ended = true;
            } else {
                end(Damage.TRUNCATED, "the gzip file is empty");
            }
            return;
        }
        if (first != MAGIC_0) {
            if (anyMember) {
                end(Damage.TRAILING, "other bytes follow the gzip stream");
            } else {
                end(Damage.CORRUPT, "this is no gzip stream");
            }
            return;
        }
        if (!skipHeader()) {
            return;
        }
        anyMember = true;
        inMember = true;
        crc.reset();
        inflater.reset();
        inflater.setInput(input, inputPosition, inputLimit - inputPosition);
    }

    /** The header after its first byte; false when it ended the stream. */
    private boolean skipHeader() throws IOException {
        int second = next();
        int method = next();
        int flags = next();
        boolean whole = skip(TIME_FLAGS_SYSTEM_BYTES);
        if (flags >= 0 && (second != MAGIC_1 || method != METHOD_DEFLATE || (flags & FLAGS_RESERVED) != 0)) {
            end(Damage.CORRUPT, "the gzip header is invalid");
            return false;
        }
        if (whole && (flags & FLAG_EXTRA) != 0) {
            int low = next();
            int high = next();
            whole = high >= 0 && skip(low | high << 8);
        }
        if (whole && (flags & FLAG_NAME) != 0) {
            whole = skipText();
        }
        if (whole && (flags & FLAG_COMMENT) != 0) {
            whole = skipText();
        }
        if (whole && (flags & FLAG_HEADER_CRC) != 0) {
            whole = skip(2);
        }
        if (!whole) {
            end(Damage.TRUNCATED, "the gzip header is cut short");
        }
        return whole;
    }

    private void endMember() throws IOException {
        inMember = false;
        long expectedCrc = nextUnsigned32();
        long expectedSize = nextUnsigned32();
        if (expectedCrc < 0 || expectedSize < 0) {
            end(Damage.TRUNCATED, "the gzip trailer is cut short");
        } else if (expectedCrc != crc.getValue()) {
            end(Damage.CORRUPT, "the gzip checksum does not match");
        } else if (expectedSize != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            end(Damage.CORRUPT, "the gzip length does not match");
        }
    }

    private void end(Damage kind, String detail) {
        ended = true;
        damage = kind;
        damageDetail = detail;
    }

    private boolean fill() throws IOException {
        inputPosition = 0;
        inputLimit = 0;
        int read = in.read(input, 0, input.length);
        if (read <= 0) {
            return false;
        }
        inputLimit = read;
        bytesRead += read;
        return true;
    }

    /** The next byte of the file, -1 at its end. */
    private int next() throws IOException {
        if (inputPosition == inputLimit && !fill()) {
            return -1;
        }
        return input[inputPosition++] & 0xff;
    }

    private long nextUnsigned32() throws IOException {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            long next = next();
            if (next < 0) {
                return -1;
            }
            value |= next << (8 * i);
        }
        return value;
    }

    private boolean skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (next() < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean skipText() throws IOException {
        int value;
        do {
            value = next();
        } while (value > 0);
        return value == 0;
    }

    @Override
    public Damage damage() {
        return damage;
    }

    @Override
    public String damageDetail() {
        return damageDetail;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
