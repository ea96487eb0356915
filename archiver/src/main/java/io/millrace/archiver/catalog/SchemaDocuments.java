package io.millrace.archiver.catalog;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a live schema looks like: for people in words and as a picture, for {@link SchemaCheck} as a model. The same schema gives the same
 * bytes. Immutable, any thread.
 *
 * @param dictionary Markdown
 * @param diagram SVG
 * @param model text of a {@link SchemaModel}
 */
public record SchemaDocuments(String dictionary, String diagram, String model) {
    /** Name of the dictionary's file. */
    public static final String DICTIONARY_FILE = "DICTIONARY.md";

    /** Name of the picture's file. */
    public static final String DIAGRAM_FILE = "DIAGRAM.svg";

    /** Where the sources of this module keep the model. */
    public static final String MODEL_FILE = "src/main/resources/io/millrace/archiver/catalog/schema-model.txt";

    private static final String RELATIONS = Catalog.resource("relations.sql");

    /** Reads a database that has this version's schema. */
    public static SchemaDocuments of(DatabaseTarget target) {
        try (Connection connection = Database.connect(target, "millrace-catalog", Database.WRITE_TIMEOUT)) {
            List<SchemaTable> tables = tables(connection);
            List<CatalogFact> facts = Catalog.read(connection, List.of());
            int version = connection.getMetaData().getDatabaseMajorVersion();
            return new SchemaDocuments(
                    new DictionaryText(tables, facts).text(),
                    new DiagramSvg(tables).text(),
                    new SchemaModel(version, facts).text());
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "cannot read the catalog of " + target.describe() + ": " + SqlErrors.describe(e), e);
        }
    }

    /**
     * Writes them.
     *
     * @param directory takes dictionary and picture, and the model too where it holds the sources of this module
     * @return the files that were written
     */
    public List<Path> write(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(Files.writeString(directory.resolve(DICTIONARY_FILE), dictionary));
        files.add(Files.writeString(directory.resolve(DIAGRAM_FILE), diagram));
        Path modelFile = directory.resolve(MODEL_FILE);
        if (Files.isDirectory(modelFile.getParent())) {
            files.add(Files.writeString(modelFile, model));
        }
        return files;
    }

    private static List<SchemaTable> tables(Connection connection) throws SQLException {
        Map<String, SchemaTable> tables = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RELATIONS)) {
            while (row.next()) {
                String name = row.getString("relation");
                SchemaTable table = tables.get(name);
                if (table == null) {
                    String kind = row.getString("kind");
                    table = new SchemaTable(
                            name,
                            kind.equals("v") || kind.equals("m"),
                            row.getString("relation_comment"),
                            row.getString("partition_key"),
                            new ArrayList<>());
                    tables.put(name, table);
                }
                table.columns().add(column(row));
            }
        }
        return List.copyOf(tables.values());
    }

    private static SchemaTable.Column column(ResultSet row) throws SQLException {
        return new SchemaTable.Column(
                row.getString("name"),
                row.getString("type"),
                row.getBoolean("not_null"),
                row.getString("default_value"),
                row.getString("comment"),
                row.getBoolean("primary_key"),
                row.getString("refers_to"));
    }
}
