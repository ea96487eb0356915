package io.millrace.engine.client;

import org.agrona.DirectBuffer;

/** Takes the outputs of an engine, in the order of their sequence. Called on the subscriber's thread. */
public interface OutputHandler {
    /**
     * One record; buffer and offset are valid only inside the call.
     *
     * @param offset offset of the SBE header
     * @param length bytes of SBE header and body
     * @param fromJournal true when it was missed on the way and read from the journal
     */
    void onRecord(long sequence, int templateId, DirectBuffer buffer, int offset, int length, boolean fromJournal);

    /**
     * Records between two sequences were published and did not arrive, or may have been. Called before the record that showed it;
     * with a journal to read from, what is in the gap comes between the two calls.
     *
     * @param afterSequence the newest record that arrived before the gap
     * @param beforeSequence the record that arrived after it
     * @param certain false when the engine was started again in between: only the journal knows what there was
     */
    void onGap(long afterSequence, long beforeSequence, boolean certain);
}
