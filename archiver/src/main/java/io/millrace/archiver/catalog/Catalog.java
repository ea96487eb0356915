package io.millrace.archiver.catalog;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Reads the catalog of a live database. Stateless, any thread. */
public final class Catalog {
    private static final String FACTS = resource("facts.sql");

    private Catalog() {}

    /**
     * Everything that migrations make, sorted by kind and name.
     *
     * @param schemas where to look; empty for all that are not the server's or an extension's
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     */
    public static List<CatalogFact> read(DatabaseTarget target, List<String> schemas) {
        try (Connection connection = Database.connect(target, "millrace-catalog", Database.WRITE_TIMEOUT)) {
            return read(connection, schemas);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "cannot read the catalog of " + target.describe() + ": " + SqlErrors.describe(e), e);
        }
    }

    /** As {@link #read(DatabaseTarget, List)}, on a connection whose search path it changes. */
    static List<CatalogFact> read(Connection connection, List<String> schemas) throws SQLException {
        List<CatalogFact> facts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = pg_catalog");
        }
        try (PreparedStatement statement = connection.prepareStatement(FACTS)) {
            statement.setArray(1, schemas.isEmpty() ? null : connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    facts.add(new CatalogFact(
                            row.getString("kind"),
                            row.getString("name"),
                            Objects.requireNonNullElse(row.getString("relation"), ""),
                            Objects.requireNonNullElse(row.getString("definition"), "")));
                }
            }
        }
        Collections.sort(facts);
        return facts;
    }

    static String resource(String name) {
        try (InputStream stream = Catalog.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
