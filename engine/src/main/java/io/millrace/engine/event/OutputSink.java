package io.millrace.engine.event;

import org.agrona.MutableDirectBuffer;

/**
 * Where handlers put the records that an input causes: the open batch of a live engine, or the comparison of a replay.
 *
 * <p>Engine thread; no allocation. A record is begun, encoded at the given offset, and ended before the next is begun.
 */
public interface OutputSink {
    /**
     * Takes room for a record.
     *
     * @param length bytes of SBE header and body
     * @return offset of the SBE header in {@link #buffer()}
     */
    int begin(int length);

    /** The memory to encode into; the same object for the sink's life. */
    MutableDirectBuffer buffer();

    /** The record is complete: it gets its sequence and counts in the output digest. */
    void end();
}
