package io.millrace.engine.recovery;

import io.millrace.engine.event.OutputSink;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.state.GlobalState;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntArrayList;

/**
 * Outputs of a replay: kept until the journal's own outputs of the same input have been compared with them, byte by
 * byte.
 *
 * <p>One thread; no allocation once its buffer has grown to the largest input.
 */
final class ReplaySink implements OutputSink {
    private final ExpandableDirectByteBuffer buffer = new ExpandableDirectByteBuffer(1 << 16);
    private final IntArrayList offsets = new IntArrayList();
    private final IntArrayList lengths = new IntArrayList();
    private final GlobalState global;
    private long nextSequence;
    private int endOffset;
    private int compared;
    private boolean inRange;
    private long rangeOutputs;
    private long rangeDigest;

    ReplaySink(final GlobalState global) {
        this.global = global;
    }

    /** Forgets the outputs of the input before. */
    void beginInput(final long inputSequence) {
        nextSequence = inputSequence + 1;
        offsets.clear();
        lengths.clear();
        endOffset = 0;
        compared = 0;
    }

    @Override
    public int begin(final int length) {
        buffer.checkLimit(endOffset + length);
        offsets.addInt(endOffset);
        lengths.addInt(length);
        return endOffset;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    @Override
    public void end() {
        final int last = offsets.size() - 1;
        final int offset = offsets.getInt(last);
        final int length = lengths.getInt(last);
        Records.sequence(buffer, offset, nextSequence++);
        global.outputAdded(Records.foldDigest(global.outputDigest(), buffer, offset, length));
        if (inRange) {
            rangeDigest = Records.foldDigest(rangeDigest, buffer, offset, length);
            rangeOutputs++;
        }
        endOffset = offset + length;
    }

    /** Outputs count for the range from here on. */
    void beginRange(final long outputsSoFar, final long digestSoFar) {
        inRange = true;
        rangeOutputs = outputsSoFar;
        rangeDigest = digestSoFar;
    }

    /** Outputs of the range so far. */
    long rangeOutputs() {
        return rangeOutputs;
    }

    /** Digest of the outputs of the range so far. */
    long rangeDigest() {
        return rangeDigest;
    }

    /** Compares the journal's next output with the replay's; null when they are equal. */
    ReplayDifference compare(final long sequence, final DirectBuffer journal, final int offset, final int length) {
        if (compared == offsets.size()) {
            final RecordKind kind = RecordKind.of(Records.templateId(journal, offset));
            return new ReplayDifference(
                    sequence,
                    "the journal has " + label(journal, offset)
                            + (HandlerChain.makes(kind)
                                    ? ", the replay makes nothing more"
                                    : ", which no handler of this version makes: it cannot be proved"));
        }
        final int ownOffset = offsets.getInt(compared);
        final int ownLength = takeSchema(journal, offset, length, ownOffset, lengths.getInt(compared));
        compared++;
        if (ownLength == length && equal(journal, offset, ownOffset, length)) {
            return null;
        }
        final String own = label(buffer, ownOffset);
        final String theirs = label(journal, offset);
        return new ReplayDifference(
                sequence,
                own.equals(theirs)
                        ? "the " + own + " of the replay has other values than that of the journal, first at byte "
                                + firstDifference(journal, offset, ownOffset, Math.min(length, ownLength))
                        : "the journal has " + theirs + ", the replay makes " + own);
    }

    /** What the replay made and the journal does not have; null when nothing is left. */
    ReplayDifference left() {
        if (compared == offsets.size()) {
            return null;
        }
        final int offset = offsets.getInt(compared);
        return new ReplayDifference(
                Records.sequence(buffer, offset),
                "the replay makes " + label(buffer, offset) + ", the journal has none");
    }

    /**
     * A journal of an older schema says so in each record, and lacks the fields that were put at the end since. What has the
     * same bytes otherwise, and no value in those fields, is the same output. Returns the length of the replay's record by
     * the journal's schema.
     */
    private int takeSchema(
            final DirectBuffer journal, final int offset, final int length, final int ownOffset, final int ownLength) {
        if (Records.schemaVersion(journal, offset) >= Records.schemaVersion(buffer, ownOffset)) {
            return ownLength;
        }
        Records.schemaVersion(buffer, ownOffset, Records.schemaVersion(journal, offset));
        if (ownLength > length && Records.significantLength(buffer, ownOffset, ownLength) == length) {
            Records.blockLength(buffer, ownOffset, length - Records.HEADER_BYTES);
            return length;
        }
        return ownLength;
    }

    private boolean equal(final DirectBuffer journal, final int offset, final int ownOffset, final int length) {
        return firstDifference(journal, offset, ownOffset, length) < 0;
    }

    private int firstDifference(final DirectBuffer journal, final int offset, final int ownOffset, final int length) {
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (journal.getLong(offset + at) != buffer.getLong(ownOffset + at)) {
                break;
            }
        }
        for (; at < length; at++) {
            if (journal.getByte(offset + at) != buffer.getByte(ownOffset + at)) {
                return at;
            }
        }
        return -1;
    }

    private static String label(final DirectBuffer record, final int offset) {
        final RecordKind kind = RecordKind.of(Records.templateId(record, offset));
        return kind == null ? "a record of an unknown kind" : kind.label();
    }
}
