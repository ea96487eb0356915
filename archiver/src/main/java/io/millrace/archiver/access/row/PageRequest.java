package io.millrace.archiver.access.row;

/**
 * Which part of a list is wanted. Immutable.
 *
 * @param limit rows at most, 1 to {@value #MAX_LIMIT}
 * @param after the cursor of the page before; empty for the first page
 */
public record PageRequest(int limit, String after) {
    public static final int MAX_LIMIT = 1_000;

    /** The first page. */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, "");
    }

    /** The cursor of this request; {@code anyId} stands in for the first page and must only be of the id's type. */
    public Cursor cursor(String anyId) {
        return after.isEmpty() ? Cursor.start(anyId) : Cursor.decode(after);
    }
}
