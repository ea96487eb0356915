package io.millrace.tools.database.export;

import java.io.Closeable;
import java.io.IOException;

/** A file that takes rows. One thread; closing completes the file. */
interface RowWriter extends Closeable {
    /**
     * Writes one row.
     *
     * @param values one per column, of the Java type of the column, or null
     */
    void write(Object[] values) throws IOException;
}
