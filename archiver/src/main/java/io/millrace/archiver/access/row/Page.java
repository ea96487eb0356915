package io.millrace.archiver.access.row;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list, newest first. Immutable.
 *
 * @param rows as many as were asked for, or fewer at the end
 * @param next cursor of the next page; empty where this is the last
 */
public record Page<T>(List<T> rows, Optional<String> next) {
    public Page {
        rows = List.copyOf(rows);
    }

    /** A page of rows of which one more was asked for than is given away. */
    public static <T extends Keyed> Page<T> of(List<T> oneMore, int limit) {
        if (oneMore.size() <= limit) {
            return new Page<>(oneMore, Optional.empty());
        }
        List<T> rows = oneMore.subList(0, limit);
        return new Page<>(rows, Optional.of(Cursor.behind(rows.get(limit - 1)).encode()));
    }
}
