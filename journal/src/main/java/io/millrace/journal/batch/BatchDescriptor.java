package io.millrace.journal.batch;

/**
 * Layout of a batch, little-endian.
 *
 * <pre>
 *   0                   4         6         8                  12
 *  +-------------------+---------+---------+-------------------+-------------------+
 *  |  magic "MLRC"     | format  | schema  |  record count     |  payload length   |
 *  +-------------------+---------+---------+-------------------+-------------------+
 *  16                                      24
 *  |  first sequence                       |  journal id                           |
 *  +---------------------------------------+---------------------------------------+
 *  32                  36                  40
 *  |  engine id        |  CRC32C           |  payload ...
 *  +-------------------+-------------------+
 *
 *  payload = ( length int32 | SBE header 8 | body )*     length = SBE header + body
 * </pre>
 *
 * The CRC covers bytes 0 to 36 and the payload, so that a flip in the header is found as well as one in a record.
 */
public final class BatchDescriptor {
    public static final int MAGIC = 0x43524C4D;
    public static final int FORMAT_VERSION = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int FORMAT_VERSION_OFFSET = 4;
    public static final int SCHEMA_VERSION_OFFSET = 6;
    public static final int RECORD_COUNT_OFFSET = 8;
    public static final int PAYLOAD_LENGTH_OFFSET = 12;
    public static final int FIRST_SEQUENCE_OFFSET = 16;
    public static final int JOURNAL_ID_OFFSET = 24;
    public static final int ENGINE_ID_OFFSET = 32;
    public static final int CRC_OFFSET = 36;
    public static final int HEADER_BYTES = 40;

    /** Bytes of the length before each record. */
    public static final int FRAME_BYTES = Integer.BYTES;

    /** Largest excerpt that the queue takes; its block size is four times that. */
    public static final int QUEUE_EXCERPT_BYTES = 16 << 20;

    /** No batch may be larger; what is left of the excerpt covers the queue's own headers and padding. */
    public static final int MAX_BATCH_BYTES = 15 << 20;

    private BatchDescriptor() {}
}
