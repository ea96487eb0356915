package io.millrace.archiver.catalog;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.archiver.schema.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/**
 * Whether a database has the schema of this version, object by object. Stateless, any thread.
 *
 * <p>Two references: the model that comes with the program, which only asks for the right to read the catalog, and a scratch database
 * that is migrated on the same server and dropped again, for servers of another major version, which word the same definition differently.
 *
 * @param reference what was compared with
 * @param objects how many facts the reference has
 * @param drifts what differs, by kind and name
 */
public record SchemaCheck(Reference reference, int objects, List<Drift> drifts) {
    /** What a database is compared with. */
    public enum Reference {
        SHIPPED_MODEL,
        SCRATCH_DATABASE
    }

    /**
     * Compares.
     *
     * @param scratch use a scratch database also where the shipped model would do
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     * @throws ArchiverException where a scratch database is needed and may not be made
     */
    public static SchemaCheck run(DatabaseTarget target, boolean scratch) {
        SchemaModel shipped = SchemaModel.shipped();
        Reference reference = scratch || serverVersion(target) != shipped.serverVersion()
                ? Reference.SCRATCH_DATABASE
                : Reference.SHIPPED_MODEL;
        SchemaModel model = reference == Reference.SHIPPED_MODEL ? shipped : migratedOn(target);
        return new SchemaCheck(reference, model.facts().size(), model.compare(Catalog.read(target, model.schemas())));
    }

    /** The model of what the migrations make on this server; makes a database and drops it. */
    public static SchemaModel migratedOn(DatabaseTarget target) {
        String name = "millrace_scratch_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = Database.connect(target, "millrace-catalog", Database.LONG_TIMEOUT);
                Statement statement = connection.createStatement()) {
            String quoted = statement.enquoteIdentifier(name, true);
            try {
                statement.execute("CREATE DATABASE " + quoted + " TEMPLATE template0");
            } catch (SQLException refused) {
                throw new ArchiverException(
                        "cannot make a scratch database to compare with on " + target.describe() + ": "
                                + SqlErrors.describe(refused) + "; use a role that may create databases",
                        refused);
            }
            try {
                DatabaseTarget scratch = target.withDatabase(name);
                Migrations.migrate(scratch);
                return new SchemaModel(serverVersion(target), Catalog.read(scratch, List.of()));
            } finally {
                statement.execute("DROP DATABASE " + quoted + " WITH (FORCE)");
            }
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "cannot make a scratch database on " + target.describe() + ": " + SqlErrors.describe(e), e);
        }
    }

    private static int serverVersion(DatabaseTarget target) {
        try (Connection connection = Database.connect(target, "millrace-catalog", Database.WRITE_TIMEOUT)) {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "cannot reach " + target.describe() + ": " + SqlErrors.describe(e), e);
        }
    }
}
