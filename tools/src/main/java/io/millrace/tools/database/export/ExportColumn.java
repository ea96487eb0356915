package io.millrace.tools.database.export;

/**
 * One column of a file.
 *
 * @param integerDigits of a {@link Type#DECIMAL}, before the point, at most
 * @param scale of a {@link Type#DECIMAL}, digits after the point, at most
 */
record ExportColumn(String name, Type type, int integerDigits, int scale) {
    /** How a value comes from the database and goes into a file. */
    enum Type {
        /** Long. */
        INTEGER,
        /** Double. */
        DOUBLE,
        /** BigDecimal. */
        DECIMAL,
        /** Boolean. */
        BOOLEAN,
        /** Instant, microseconds. */
        TIMESTAMP,
        /** LocalDate. */
        DATE,
        /** String. */
        TEXT,
        /** String that holds one JSON value. */
        JSON,
        /** List of String. */
        TEXTS,
        /** Array of bytes. */
        BYTES;

        /** By the server's name of the type; what is not listed goes out as the server's own text. */
        static Type of(String serverType) {
            return switch (serverType) {
                case "int2", "int4", "int8" -> INTEGER;
                case "float4", "float8" -> DOUBLE;
                case "numeric" -> DECIMAL;
                case "bool" -> BOOLEAN;
                case "timestamptz" -> TIMESTAMP;
                case "date" -> DATE;
                case "json", "jsonb" -> JSON;
                case "_text", "_varchar" -> TEXTS;
                case "bytea" -> BYTES;
                default -> TEXT;
            };
        }
    }

    int precision() {
        return integerDigits + scale;
    }
}
