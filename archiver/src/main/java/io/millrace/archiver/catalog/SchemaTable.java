package io.millrace.archiver.catalog;

import java.util.List;

/**
 * A table or view of schema "public". Immutable, any thread.
 *
 * @param partitionKey empty where it is not partitioned
 */
record SchemaTable(String name, boolean view, String comment, String partitionKey, List<Column> columns) {
    /**
     * One column.
     *
     * @param defaultValue what it gets by itself, empty for nothing
     * @param refersTo tables that its foreign keys point to, with commas; empty for none
     */
    record Column(
            String name,
            String type,
            boolean notNull,
            String defaultValue,
            String comment,
            boolean primaryKey,
            String refersTo) {
        /** The name of the type as people write it. */
        String shortType() {
            return type.replace("timestamp with time zone", "timestamptz")
                    .replace("timestamp without time zone", "timestamp")
                    .replace("double precision", "double")
                    .replace("character varying", "varchar");
        }
    }

    List<String> referredTables() {
        return columns.stream()
                .filter(column -> !column.refersTo.isEmpty())
                .flatMap(column -> List.of(column.refersTo.split(", ", -1)).stream())
                .distinct()
                .toList();
    }
}
