package io.millrace.archiver.schema;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

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
        return reported(target, source -> configuration(source).load().migrate().migrationsExecuted);
    }

    /**
     * Applies what is missing.
     *
     * @return number of migrations applied
     * @throws SQLException where the database is not reachable or fails
     * @throws ArchiverException where the schema is not ours, newer, or was changed by hand
     */
    public static int migrate(DataSource source) throws SQLException {
        return run(() -> configuration(source).load().migrate().migrationsExecuted);
    }

    /**
     * Applies what is missing up to a version: for data that were written at that version.
     *
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     * @throws ArchiverException where the schema is not ours, newer, or was changed by hand
     */
    public static void migrateTo(DatabaseTarget target, String version) {
        reported(
                target,
                source -> configuration(source)
                        .target(MigrationVersion.fromVersion(version))
                        .load()
                        .migrate());
    }

    /**
     * What is applied and what is missing; changes nothing, also in an empty database.
     *
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     * @throws ArchiverException where the history of the schema cannot be read
     */
    public static SchemaVersion version(DatabaseTarget target) {
        return reported(target, source -> {
            MigrationInfoService info = configuration(source).load().info();
            return new SchemaVersion(
                    info.current() == null ? "" : info.current().getVersion().getVersion(),
                    names(info.applied()),
                    names(info.pending()));
        });
    }

    private static List<String> names(MigrationInfo[] migrations) {
        return Arrays.stream(migrations)
                .map(each -> each.getVersion() + " " + each.getDescription())
                .toList();
    }

    /** All in one transaction: where one migration fails the database is still whole in the version that it had. */
    static FluentConfiguration configuration(DataSource source) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .loggers("slf4j")
                .group(true)
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                .failOnMissingLocations(true);
    }

    private static <T> T reported(DatabaseTarget target, Function<DataSource, T> work) {
        try {
            DataSource source = Database.dataSource(target, "millrace-migrate", Database.LONG_TIMEOUT);
            return run(() -> work.apply(source));
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "cannot bring the schema of " + target.describe() + " to this version: " + SqlErrors.describe(e),
                    e);
        }
    }

    private static <T> T run(Supplier<T> work) throws SQLException {
        try {
            return work.get();
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
