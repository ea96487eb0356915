package io.millrace.journal.tail;

import org.agrona.DirectBuffer;

/** Takes the records of a batch, in order, on the tailer's thread. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * One record; buffer and offset are valid only inside the call.
     *
     * @param offset offset of the SBE message header
     * @param length bytes of SBE header and body
     */
    void onRecord(long sequence, int templateId, DirectBuffer buffer, int offset, int length);
}
