package io.millrace.engine.egress;

import org.agrona.DirectBuffer;

/**
 * The way out of the machine: gets every batch that caused outputs, after its commit and never before.
 *
 * <p>Called by the thread that commits; must neither block nor allocate. Whatever its subscribers do, an implementation
 * returns in bounded time and counts what it could not hand over.
 */
public interface Egress {
    /** Nobody listens. */
    Egress NONE = new Egress() {
        @Override
        public boolean onCommitted(final DirectBuffer batch, final int startOffset, final int endOffset) {
            return false;
        }
    };

    /**
     * Publishes what subscribers want of a committed batch.
     *
     * @param batch memory of the batch; valid during the call only
     * @param startOffset where the first record's frame (its length) begins
     * @param endOffset where the last record ends
     * @return true when at least one record went out
     */
    boolean onCommitted(DirectBuffer batch, int startOffset, int endOffset);
}
