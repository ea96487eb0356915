package io.millrace.tools.torture.reader;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** One batch as it lies in a cycle file. Any thread; nothing of it changes. */
public final class RawBatch {
    /** For a batch whose first sequence is not known. */
    public static final long ANY_SEQUENCE = 0;

    /** Bytes before the first record. */
    public static final int HEADER_BYTES = 40;

    /** Where the CRC stands in the header. */
    public static final int CRC_AT = 36;

    static final int MAGIC = 'M' | 'L' << 8 | 'R' << 16 | 'C' << 24;

    private static final int FORMAT = 1;
    private static final int NEWEST_SCHEMA = 3;
    private static final int MOST_BYTES = 15 << 20;
    private static final int LENGTH_BYTES = 4;
    private static final int RECORD_HEADER_BYTES = 8;
    private static final int LEAST_BODY_BYTES = 16;

    private final String file;
    private final long offset;
    private final byte[] bytes;

    /**
     * A batch.
     *
     * @param file name of the cycle file
     * @param offset byte of the file where the length word of its excerpt stands
     * @param bytes the excerpt, header included; not copied
     */
    public RawBatch(final String file, final long offset, final byte[] bytes) {
        this.file = file;
        this.offset = offset;
        this.bytes = bytes;
    }

    /** Name of the cycle file. */
    public String file() {
        return file;
    }

    /** Byte of the file where the length word of its excerpt stands. */
    public long offset() {
        return offset;
    }

    /** The excerpt, header included; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Sequence of the first record. */
    public long firstSequence() {
        return buffer().getLong(16);
    }

    /** Number of records by the header. */
    public int recordCount() {
        return buffer().getInt(8);
    }

    /** Sequence of the last record. */
    public long lastSequence() {
        return firstSequence() + recordCount() - 1;
    }

    /** Identity of the journal. */
    public long journalId() {
        return buffer().getLong(24);
    }

    /** Version of the schema that it was written with. */
    public int schemaVersion() {
        return buffer().getShort(6) & 0xFFFF;
    }

    /** The engine that wrote it. */
    public int engineId() {
        return buffer().getInt(32);
    }

    /** First byte of the file behind the excerpt. */
    public long endOffset() {
        return offset + LENGTH_BYTES + bytes.length;
    }

    /** The records, SBE header included, of a batch that checks. */
    public List<RawRecord> records() {
        final ByteBuffer buffer = buffer();
        final List<RawRecord> records = new ArrayList<>(recordCount());
        int at = HEADER_BYTES;
        while (at < bytes.length) {
            final int length = buffer.getInt(at);
            records.add(new RawRecord(bytes, at + LENGTH_BYTES, length));
            at += LENGTH_BYTES + length;
        }
        return records;
    }

    /**
     * What is wrong with the bytes; null when they are a batch.
     *
     * @param expected sequence that the first record must have, or {@link #ANY_SEQUENCE}
     */
    public String fault(final long expected) {
        if (bytes.length < HEADER_BYTES) {
            return "too short for a batch: " + bytes.length + " bytes";
        }
        final ByteBuffer buffer = buffer();
        if (buffer.getInt(0) != MAGIC) {
            return "no batch mark";
        }
        if (buffer.getShort(4) != FORMAT) {
            return "batch format " + buffer.getShort(4);
        }
        if (buffer.getInt(12) != bytes.length - HEADER_BYTES
                || bytes.length == HEADER_BYTES
                || bytes.length > MOST_BYTES) {
            return "payload length " + buffer.getInt(12) + " in an excerpt of " + bytes.length;
        }
        if (buffer.getInt(CRC_AT) != crc(bytes)) {
            return "the checksum does not hold";
        }
        if (buffer.getShort(6) < 1 || buffer.getShort(6) > NEWEST_SCHEMA) {
            return "schema " + buffer.getShort(6);
        }
        if (expected != ANY_SEQUENCE && firstSequence() != expected) {
            return "begins at sequence " + firstSequence() + " where " + expected + " is due";
        }
        return recordFault(buffer);
    }

    /** CRC32C of a batch, its own field left out. */
    public static int crc(final byte[] batch) {
        final CRC32C crc = new CRC32C();
        crc.update(batch, 0, CRC_AT);
        crc.update(batch, HEADER_BYTES, batch.length - HEADER_BYTES);
        return (int) crc.getValue();
    }

    private String recordFault(final ByteBuffer buffer) {
        long sequence = firstSequence();
        int at = HEADER_BYTES;
        while (at < bytes.length) {
            final int room = bytes.length - at - LENGTH_BYTES;
            if (room < RECORD_HEADER_BYTES + LEAST_BODY_BYTES) {
                return "no room for a record at byte " + at;
            }
            final int length = buffer.getInt(at);
            if (length < RECORD_HEADER_BYTES + LEAST_BODY_BYTES || length > room) {
                return "record length " + length + " at byte " + at;
            }
            final int block = buffer.getShort(at + LENGTH_BYTES) & 0xFFFF;
            if (block < LEAST_BODY_BYTES || block > length - RECORD_HEADER_BYTES) {
                return "block length " + block + " at byte " + at;
            }
            final long said = buffer.getLong(at + LENGTH_BYTES + RECORD_HEADER_BYTES);
            if (said != sequence) {
                return "record says sequence " + said + " where " + sequence + " is due";
            }
            sequence++;
            at += LENGTH_BYTES + length;
        }
        return sequence - firstSequence() == recordCount()
                ? null
                : "holds " + (sequence - firstSequence()) + " records, its header says " + recordCount();
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    }
}
