package io.millrace.archiver.database;

import java.sql.SQLException;

/** Where the database is now: asked before each connection, because a server may come back at another port. */
@FunctionalInterface
public interface DatabaseSource {
    /**
     * The database, on the thread that will connect; may take as long as a server needs to start.
     *
     * @throws SQLException where it cannot be there now
     */
    DatabaseTarget current() throws SQLException;
}
