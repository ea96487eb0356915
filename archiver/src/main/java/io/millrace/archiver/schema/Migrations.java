package io.millrace.archiver.schema;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema of a database to this version.
 *
 * <p>Any thread; safe when several processes do it at once. Does nothing where the schema is current.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @return number of migrations applied
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     * @throws ArchiverException where the schema is not ours, newer, or was changed by hand
     */
    public static int migrate(DatabaseTarget target) {
        try {
            return migrate(Database.dataSource(target, "millrace-migrate", Database.LONG_TIMEOUT));
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "cannot bring the schema of " + target.describe() + " to this version: " + SqlErrors.describe(e),
                    e);
        }
    }

    /**
     * Applies what is missing.
     *
     * @return number of migrations applied
     * @throws SQLException where the database is not reachable or fails
     * @throws ArchiverException where the schema is not ours, newer, or was changed by hand
     */
    public static int migrate(DataSource source) throws SQLException {
        try {
            return Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .loggers("slf4j")
                    .cleanDisabled(true)
                    .validateMigrationNaming(true)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            SQLException sql = SqlErrors.find(e);
            if (sql != null && (SqlErrors.isTransient(sql) || SqlErrors.isRefused(sql) || interrupted())) {
                throw sql;
            }
            throw new ArchiverException(
                    "the schema of the database cannot be brought to this version: " + firstLine(e.getMessage())
                            + "; use an empty database or the one of an earlier version",
                    e);
        }
    }

    /** The driver answers an interrupt with an error that says nothing of it. */
    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }

    private static String firstLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
