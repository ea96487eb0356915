package io.millrace.archiver.access.row;

import java.time.Instant;

/** A row with a place in the order in which its table is read page by page: newest first, and by id within one instant. */
public interface Keyed {
    /** To the microsecond, as the database keeps it. */
    Instant keyTime();

    /** Unique within its table; as text whatever its type. */
    String keyId();
}
