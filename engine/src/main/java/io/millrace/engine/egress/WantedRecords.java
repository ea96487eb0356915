package io.millrace.engine.egress;

import io.millrace.journal.record.Records;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Where in a batch the records are that an egress sends out, taken down when they are written: to look for a few signals in a
 * batch of a thousand records costs more than to send them.
 *
 * <p>Belongs to whoever the batch belongs to. No allocation, except that the list doubles when a batch outgrows it.
 */
public final class WantedRecords {
    private static final int INITIAL_RECORDS = 256;

    private final long templateIds;
    private int[] offsets = new int[INITIAL_RECORDS];
    private int count;

    /**
     * An empty list.
     *
     * @param templateIds bit n is set when records of template n are wanted, see {@link Egress#templateIds}
     */
    public WantedRecords(final long templateIds) {
        this.templateIds = templateIds;
    }

    /** Takes down a record of the batch if it is wanted. */
    public void offer(final DirectBuffer batch, final int offset) {
        final int templateId = Records.templateId(batch, offset);
        if (templateId < Long.SIZE && (templateIds >>> templateId & 1) != 0) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
            }
            offsets[count++] = offset;
        }
    }

    /** Empties the list. */
    public void clear() {
        count = 0;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Offset in the batch of the SBE header of a record; its length stands in the four bytes before. */
    public int offset(final int index) {
        return offsets[index];
    }
}
