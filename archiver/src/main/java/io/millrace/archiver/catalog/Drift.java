package io.millrace.archiver.catalog;

/**
 * One difference between a database and the schema that the migrations make. Immutable, any thread.
 *
 * @param object kind and name
 * @param expected definition by the migrations; empty where they make no such object
 * @param found definition in the database; empty where it has no such object
 */
public record Drift(Change change, String object, String expected, String found) {
    /** What happened to the object since the migrations. */
    public enum Change {
        MISSING,
        EXTRA,
        CHANGED
    }

    /** In one line. */
    @Override
    public String toString() {
        String line = switch (change) {
            case MISSING -> "missing: " + object;
            case EXTRA -> "extra: " + object;
            case CHANGED ->
                "changed: " + object + ": expected " + part(expected, found) + ", found " + part(found, expected);
        };
        return line.replaceAll("\\s+", " ");
    }

    /** Of a long text the surroundings of the first difference, which is what one looks for. */
    private static String part(String text, String other) {
        int longest = 120;
        if (text.length() <= longest) {
            return text;
        }
        int same = 0;
        while (same < Math.min(text.length(), other.length()) && text.charAt(same) == other.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - longest / 3);
        int to = Math.min(text.length(), from + longest);
        return (from > 0 ? "..." : "") + text.substring(from, to) + (to < text.length() ? "..." : "");
    }
}
