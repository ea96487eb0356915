package io.millrace.archiver.catalog;

import java.util.Comparator;

/**
 * One thing that the catalog says: a column, a constraint, a grant, a comment. Immutable, any thread.
 *
 * @param kind such as {@code table}, {@code column}, {@code comment}
 * @param name unique within the kind; schema "public" is not written
 * @param relation the table or view that it belongs to and goes with; empty where it stands alone
 * @param definition the server's own words
 */
public record CatalogFact(String kind, String name, String relation, String definition)
        implements Comparable<CatalogFact> {
    private static final Comparator<CatalogFact> ORDER =
            Comparator.comparing(CatalogFact::kind).thenComparing(CatalogFact::name);

    /** Kind and name. */
    public String object() {
        return kind + " " + name;
    }

    @Override
    public int compareTo(CatalogFact other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CatalogFact fact && compareTo(fact) == 0 && definition.equals(fact.definition);
    }

    @Override
    public int hashCode() {
        return object().hashCode();
    }
}
