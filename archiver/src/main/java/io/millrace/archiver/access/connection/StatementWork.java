package io.millrace.archiver.access.connection;

import org.jdbi.v3.core.Handle;

/** One statement over a connection. */
interface StatementWork<T> {
    T run(Handle handle);

    /** Rows that the result stands for. */
    long rows(T result);
}
