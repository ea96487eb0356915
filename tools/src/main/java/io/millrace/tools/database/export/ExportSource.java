package io.millrace.tools.database.export;

import io.millrace.archiver.catalog.CatalogFact;
import io.millrace.archiver.catalog.SchemaModel;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may be exported: a table or view of the product, or a named query. Immutable.
 *
 * <p>A name from outside is looked up in a list and never becomes part of a statement. Tables that hold tokens, keys or other people's
 * sessions are not in the list: a backup is the way to keep them.
 */
public final class ExportSource {
    /** The column that {@code --from} and {@code --to} speak of: the first of these that a table has. */
    private static final List<String> TIME_COLUMNS = List.of(
            "event_time",
            "open_time",
            "bar_open_time",
            "bucket",
            "published_at",
            "timestamp",
            "time",
            "day",
            "execution_time",
            "created_at",
            "started_at",
            "recorded_at",
            "checked_at",
            "window_start",
            "updated_at",
            "last_accessed");

    private static final Set<String> SECRET = Set.of(
            "auth_sessions",
            "authsessions",
            "user_sessions",
            "usersessions",
            "api_keys",
            "cache_entries",
            "cacheentries",
            "system_configurations",
            "systemconfigurations",
            "system_config");

    private final String relation;
    private final String timeColumn;
    private final NamedQuery query;

    private ExportSource(String relation, String timeColumn, NamedQuery query) {
        this.relation = relation;
        this.timeColumn = timeColumn;
        this.query = query;
    }

    /** All tables and views that may be exported. */
    public static Set<String> tables() {
        Set<String> names = new TreeSet<>();
        for (CatalogFact fact : SchemaModel.shipped().facts()) {
            boolean relation = fact.kind().equals("table") || fact.kind().endsWith("view");
            if (relation && !fact.name().contains(".") && !SECRET.contains(fact.name())) {
                names.add(fact.name());
            }
        }
        return names;
    }

    /**
     * A table or view.
     *
     * @throws IllegalArgumentException with the names that there are, where it is not in the list
     */
    public static ExportSource table(String name) {
        String known = tables().stream()
                .filter(each -> each.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no table that may be exported; there are: " + String.join(", ", tables())));
        Set<String> columns = new TreeSet<>();
        for (CatalogFact fact : SchemaModel.shipped().facts()) {
            if (fact.kind().equals("column") && fact.relation().equals(known)) {
                columns.add(fact.name().substring(known.length() + 1).replace("\"", ""));
            }
        }
        String time =
                TIME_COLUMNS.stream().filter(columns::contains).findFirst().orElse(null);
        return new ExportSource(known, time, null);
    }

    /**
     * A named query.
     *
     * @throws IllegalArgumentException with the names that there are
     */
    public static ExportSource query(String name) {
        return Arrays.stream(NamedQuery.values())
                .filter(each -> each.queryName().equals(name))
                .map(each -> new ExportSource(null, null, each))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no query of that name; there are: " + String.join(", ", NamedQuery.names())));
    }

    /** Whether a begin and an end can be given. */
    public boolean hasTime() {
        return query != null || timeColumn != null;
    }

    public String name() {
        return query == null ? relation : query.queryName();
    }

    /** Null for a query. */
    String relation() {
        return relation;
    }

    /** Null where the relation has none, and for a query. */
    String timeColumn() {
        return timeColumn;
    }

    /** Null for a relation. */
    NamedQuery query() {
        return query;
    }
}
