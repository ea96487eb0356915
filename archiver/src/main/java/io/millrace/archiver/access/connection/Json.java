package io.millrace.archiver.access.connection;

/**
 * A value of a {@code jsonb} column, as text; the database checks it. Immutable.
 *
 * @param text a JSON document
 */
public record Json(String text) {
    public static final Json EMPTY_OBJECT = new Json("{}");

    public static Json of(String text) {
        return text == null ? null : new Json(text);
    }
}
