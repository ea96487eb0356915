package io.millrace.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.SignalDecoder;
import net.openhft.hashing.LongHashFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What all records have in common: an SBE header, then a body that starts with the sequence and the event time.
 *
 * <p>Any thread; no allocation. Offsets given to these methods are those of the SBE header.
 */
public final class Records {
    /** Bytes of the SBE header before a body. */
    public static final int HEADER_BYTES = MessageHeaderDecoder.ENCODED_LENGTH;

    /** Bytes of the shortest record: SBE header, sequence, event time. */
    public static final int MIN_BYTES = HEADER_BYTES + 2 * Long.BYTES;

    private static final int TEMPLATE_ID_OFFSET = 2;
    private static final int SCHEMA_VERSION_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = HEADER_BYTES;
    private static final int EVENT_TIME_OFFSET = HEADER_BYTES + Long.BYTES;
    private static final int FEED_ORIGIN_OFFSET = HEADER_BYTES + FeedStatusDecoder.originEncodingOffset();
    private static final int SIGNAL_FIRST_BYTES = HEADER_BYTES + SignalDecoder.cmsScoreEncodingOffset();
    private static final long ABSENT_DOUBLE = Double.doubleToRawLongBits(SignalDecoder.cmsScoreNullValue());
    private static final LongHashFunction HASH = LongHashFunction.xx3();
    private static final long FOLD_PRIME = 0x9E3779B97F4A7C15L;

    private Records() {}

    /** Template id of the record at this offset. */
    public static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + TEMPLATE_ID_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Bytes of the fixed part of the body, as the writer's schema had it. */
    public static int blockLength(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Version of the schema that the record at this offset was written with. */
    public static int schemaVersion(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + SCHEMA_VERSION_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Bytes of a record that count in digests and comparisons: fields that a later schema version has put at the end count
     * where they have a value, so that the same output has the same digest in each version.
     */
    public static int significantLength(final DirectBuffer buffer, final int offset, final int length) {
        if (templateId(buffer, offset) != SignalDecoder.TEMPLATE_ID) {
            return length;
        }
        for (int at = SIGNAL_FIRST_BYTES; at + Double.BYTES <= length; at += Double.BYTES) {
            if (buffer.getLong(offset + at, LITTLE_ENDIAN) != ABSENT_DOUBLE) {
                return length;
            }
        }
        return Math.min(length, SIGNAL_FIRST_BYTES);
    }

    /** Writes the bytes of the fixed part in place: a record as an older schema had it. */
    public static void blockLength(final MutableDirectBuffer buffer, final int offset, final int length) {
        buffer.putShort(offset, (short) length, LITTLE_ENDIAN);
    }

    /** Writes the version of the schema in place. */
    public static void schemaVersion(final MutableDirectBuffer buffer, final int offset, final int version) {
        buffer.putShort(offset + SCHEMA_VERSION_OFFSET, (short) version, LITTLE_ENDIAN);
    }

    /** Sequence of the record at this offset. */
    public static long sequence(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    /** Writes the sequence in place; the feed encodes a record before its sequence is known. */
    public static void sequence(final MutableDirectBuffer buffer, final int offset, final long sequence) {
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
    }

    /** Event time of the record at this offset, ns since the epoch. */
    public static long eventTimeNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + EVENT_TIME_OFFSET, LITTLE_ENDIAN);
    }

    /** Category of the record at this offset; null for a template id that this version does not know. */
    public static RecordKind.Category categoryOf(final DirectBuffer buffer, final int offset) {
        final RecordKind kind = RecordKind.of(templateId(buffer, offset));
        if (kind == null) {
            return null;
        }
        if (kind == RecordKind.FEED_STATUS
                && buffer.getByte(offset + FEED_ORIGIN_OFFSET) == FeedOrigin.ENGINE.value()) {
            return RecordKind.Category.OUTPUT;
        }
        return kind.category();
    }

    /**
     * Folds a record into a running digest. The sequence is left out, so that a run that was interrupted and resumed
     * has the digest of one that was not, and so are {@linkplain #significantLength fields without a value}. The buffer must
     * be off-heap.
     */
    public static long foldDigest(final long digest, final DirectBuffer buffer, final int offset, final int length) {
        final int bodyStart = EVENT_TIME_OFFSET;
        final long hash = HASH.hashMemory(
                buffer.addressOffset() + offset + bodyStart, significantLength(buffer, offset, length) - bodyStart);
        final long mixed = (digest ^ hash ^ templateId(buffer, offset)) * FOLD_PRIME;
        return mixed ^ (mixed >>> 32);
    }

    /** 64-bit hash of a range of off-heap memory; the digest of states and of texts. */
    public static long hash(final DirectBuffer buffer, final int offset, final int length) {
        return HASH.hashMemory(buffer.addressOffset() + offset, length);
    }

    /** Mixes one more 64-bit value into a running digest. */
    public static long fold(final long digest, final long value) {
        final long mixed = (digest ^ value) * FOLD_PRIME;
        return mixed ^ (mixed >>> 32);
    }
}
