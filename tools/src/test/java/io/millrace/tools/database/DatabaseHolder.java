package io.millrace.tools.database;

import java.nio.file.Path;

/** Main class of a process that uses the embedded database until its stdin closes. */
final class DatabaseHolder {
    private DatabaseHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(arguments[0]))) {
            System.out.println((database.started() ? "started " : "joined ")
                    + database.target().url());
            System.in.read();
        } catch (EmbeddedDatabaseException failure) {
            System.out.println("failed " + failure.getMessage());
            System.exit(5);
        }
    }
}
