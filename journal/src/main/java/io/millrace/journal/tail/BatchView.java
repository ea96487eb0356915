package io.millrace.journal.tail;

import static io.millrace.journal.batch.BatchDescriptor.CRC_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.ENGINE_ID_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FIRST_SEQUENCE_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FORMAT_VERSION;
import static io.millrace.journal.batch.BatchDescriptor.FORMAT_VERSION_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FRAME_BYTES;
import static io.millrace.journal.batch.BatchDescriptor.HEADER_BYTES;
import static io.millrace.journal.batch.BatchDescriptor.JOURNAL_ID_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.MAGIC;
import static io.millrace.journal.batch.BatchDescriptor.MAGIC_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.MAX_BATCH_BYTES;
import static io.millrace.journal.batch.BatchDescriptor.PAYLOAD_LENGTH_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.RECORD_COUNT_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.SCHEMA_VERSION_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.batch.BatchChecksum;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.record.Records;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A copy of one batch, checked.
 *
 * <p>The bytes are copied out of the queue first, so that what was checked is what is read. Owned by the tailer's
 * thread and used again for each batch; no allocation except when a batch is larger than any before.
 */
public final class BatchView {
    /** For an excerpt whose first sequence is not known. */
    static final long ANY_SEQUENCE = 0;

    private final BatchChecksum checksum = new BatchChecksum();
    private final UnsafeBuffer source = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    private ByteBuffer memory;
    private int sizeBytes;
    private long queueIndex;
    private String file = "";

    public BatchView() {
        use(ByteBuffer.allocateDirect(256 << 10));
    }

    /** Identity of the journal, made once when it was created. */
    public long journalId() {
        return buffer.getLong(JOURNAL_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** The engine that wrote the batch. */
    public int engineId() {
        return buffer.getInt(ENGINE_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** Sequence of the first record. */
    public long firstSequence() {
        return buffer.getLong(FIRST_SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    /** Sequence of the last record. */
    public long lastSequence() {
        return firstSequence() + recordCount() - 1;
    }

    /** Number of records. */
    public int recordCount() {
        return buffer.getInt(RECORD_COUNT_OFFSET, LITTLE_ENDIAN);
    }

    /** CRC32C of the batch: tells whether two journals have the same batch at a sequence. */
    public int crc() {
        return buffer.getInt(CRC_OFFSET, LITTLE_ENDIAN);
    }

    /** The queue's index of the excerpt. */
    public long queueIndex() {
        return queueIndex;
    }

    /** Name of the cycle file that holds the batch. */
    public String file() {
        return file;
    }

    /** Bytes of the batch, header included. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Calls the handler for each record, in order. */
    public void forEach(final RecordHandler handler) {
        long sequence = firstSequence();
        int at = HEADER_BYTES;
        while (at < sizeBytes) {
            final int length = buffer.getInt(at, LITTLE_ENDIAN);
            final int offset = at + FRAME_BYTES;
            handler.onRecord(sequence++, Records.templateId(buffer, offset), buffer, offset, length);
            at = offset + length;
        }
    }

    /** The bytes of the batch, from 0 to {@link #sizeBytes}; valid as long as the view is. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Checks bytes that do not come from a queue, as a batch is checked that does; null when they are good.
     *
     * @param bytes off-heap
     * @param expected sequence that the first record must have
     */
    public JournalDamage check(final DirectBuffer bytes, final int offset, final int length, final long expected) {
        return load(bytes.addressOffset() + offset, length, 0, "", expected);
    }

    /**
     * Copies an excerpt in and checks it; null when it is good. The checksum comes before the schema version, so that a
     * flipped bit is not taken for a newer writer.
     */
    JournalDamage load(
            final long address, final long length, final long index, final String cycleFile, final long expected) {
        queueIndex = index;
        file = cycleFile;
        if (length < HEADER_BYTES) {
            return damage(JournalDamage.Kind.HEADER, expected, "excerpt of " + length + " bytes, too short");
        }
        source.wrap(address, HEADER_BYTES);
        final int magic = source.getInt(MAGIC_OFFSET, LITTLE_ENDIAN);
        if (magic != MAGIC) {
            return damage(JournalDamage.Kind.HEADER, expected, "batch mark is 0x" + Integer.toHexString(magic));
        }
        final int format = source.getShort(FORMAT_VERSION_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
        final int payload = source.getInt(PAYLOAD_LENGTH_OFFSET, LITTLE_ENDIAN);
        if (format > FORMAT_VERSION && !isFlippedFormat(address, length, payload)) {
            return damage(
                    JournalDamage.Kind.VERSION,
                    expected,
                    "batch format " + format + ", this version reads " + FORMAT_VERSION);
        }
        if (format != FORMAT_VERSION) {
            return damage(
                    JournalDamage.Kind.HEADER,
                    expected,
                    "batch format " + format + " where " + FORMAT_VERSION + " is expected");
        }
        if (!fills(payload, length)) {
            return damage(
                    JournalDamage.Kind.HEADER,
                    expected,
                    "payload length " + payload + " in an excerpt of " + length + " bytes");
        }
        sizeBytes = payload + HEADER_BYTES;
        copyIn(address);
        final int written = buffer.getInt(CRC_OFFSET, LITTLE_ENDIAN);
        final int computed = checksum.compute(memory, sizeBytes);
        if (written != computed) {
            return damage(
                    JournalDamage.Kind.CHECKSUM,
                    expected,
                    String.format("CRC32C is %08x, the bytes give %08x", written, computed));
        }
        final int schema = buffer.getShort(SCHEMA_VERSION_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
        if (schema < 1 || schema > MessageHeaderDecoder.SCHEMA_VERSION) {
            return damage(
                    JournalDamage.Kind.VERSION,
                    expected,
                    "schema version " + schema + ", this version reads 1 to " + MessageHeaderDecoder.SCHEMA_VERSION);
        }
        return checkRecords(expected == ANY_SEQUENCE ? firstSequence() : expected);
    }

    /** True when a batch that claims another format is one of this format by its checksum. */
    private boolean isFlippedFormat(final long address, final long length, final int payload) {
        if (!fills(payload, length)) {
            return false;
        }
        sizeBytes = payload + HEADER_BYTES;
        copyIn(address);
        buffer.putShort(FORMAT_VERSION_OFFSET, (short) FORMAT_VERSION, LITTLE_ENDIAN);
        return crc() == checksum.compute(memory, sizeBytes);
    }

    private static boolean fills(final int payload, final long length) {
        return payload > 0 && payload <= MAX_BATCH_BYTES - HEADER_BYTES && payload + HEADER_BYTES == length;
    }

    private JournalDamage checkRecords(final long expected) {
        if (firstSequence() != expected) {
            return damage(
                    JournalDamage.Kind.GAP,
                    expected,
                    "batch starts at sequence " + firstSequence() + ", expected " + expected);
        }
        int at = HEADER_BYTES;
        long next = expected;
        while (at < sizeBytes) {
            final int offset = at + FRAME_BYTES;
            final int room = sizeBytes - offset;
            final int length = room < Records.MIN_BYTES ? room : buffer.getInt(at, LITTLE_ENDIAN);
            if (length < Records.MIN_BYTES || length > room) {
                return damage(
                        JournalDamage.Kind.STRUCTURE,
                        next,
                        "record length " + length + " where " + room + " bytes are left");
            }
            final int blockLength = Records.blockLength(buffer, offset);
            if (blockLength < Records.MIN_BYTES - Records.HEADER_BYTES || blockLength > length - Records.HEADER_BYTES) {
                return damage(
                        JournalDamage.Kind.STRUCTURE,
                        next,
                        "block of " + blockLength + " bytes in a record of " + length);
            }
            final long sequence = Records.sequence(buffer, offset);
            if (sequence != next) {
                return damage(JournalDamage.Kind.GAP, next, "record says sequence " + sequence + ", expected " + next);
            }
            at = offset + length;
            next++;
        }
        if (next - expected != recordCount()) {
            return damage(
                    JournalDamage.Kind.STRUCTURE,
                    next,
                    "header says " + recordCount() + " records, the batch holds " + (next - expected));
        }
        return null;
    }

    private JournalDamage damage(final JournalDamage.Kind kind, final long sequence, final String detail) {
        return new JournalDamage(kind, sequence, file, queueIndex, detail);
    }

    private void copyIn(final long address) {
        if (sizeBytes > buffer.capacity()) {
            use(ByteBuffer.allocateDirect(Integer.highestOneBit(sizeBytes) << 1));
        }
        source.wrap(address, sizeBytes);
        buffer.putBytes(0, source, 0, sizeBytes);
    }

    private void use(final ByteBuffer newMemory) {
        memory = newMemory;
        buffer.wrap(memory);
    }
}
