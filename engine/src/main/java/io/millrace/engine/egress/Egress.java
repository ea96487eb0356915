package io.millrace.engine.egress;

import org.agrona.DirectBuffer;

/**
 * The way out of the machine: gets the wanted records of every batch, after its commit and never before.
 *
 * <p>Called by the thread that commits; must neither block nor allocate. Whatever its subscribers do, an implementation
 * returns in bounded time and counts what it could not hand over.
 */
public interface Egress {
    /** Nobody listens. */
    Egress NONE = new Egress() {
        @Override
        public long templateIds() {
            return 0;
        }

        @Override
        public boolean onCommitted(final DirectBuffer batch, final WantedRecords records) {
            return false;
        }
    };

    /** Which kinds of outputs are wanted: bit n stands for template n. The same for life; any thread. */
    long templateIds();

    /**
     * Publishes what subscribers want of a committed batch.
     *
     * @param batch memory of the batch; valid during the call only
     * @param records where the wanted records are in it, in the order of their sequences; at least one
     * @return true when at least one record went out
     */
    boolean onCommitted(DirectBuffer batch, WantedRecords records);
}
