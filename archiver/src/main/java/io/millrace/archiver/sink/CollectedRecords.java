package io.millrace.archiver.sink;

import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Which bytes of a {@link CopyBuffer} are the rows of which record, found when a row was refused. The archiver's thread;
 * valid until the buffer changes.
 */
final class CollectedRecords {
    private final LongArrayList sequences = new LongArrayList();
    private final IntArrayList offsets = new IntArrayList();

    CollectedRecords(CopyBuffer rows, int sequenceField) {
        rows.forEachRow(sequenceField, (offset, sequence) -> {
            // The rows of one record stand or fall together.
            if (sequences.isEmpty() || sequences.getLong(sequences.size() - 1) != sequence) {
                sequences.addLong(sequence);
                offsets.addInt(offset);
            }
        });
        offsets.addInt(rows.sizeBytes());
    }

    /** Number of records. */
    int count() {
        return sequences.size();
    }

    long sequence(int index) {
        return sequences.getLong(index);
    }

    /** Where the rows of a record begin; of the record after the last one, where the rows end. */
    int offset(int index) {
        return offsets.getInt(index);
    }
}
