package io.millrace.archiver.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The facts that a database of this version has after its migrations. Immutable, any thread.
 *
 * <p>As text: the server's major version, then a line per fact with tabs between kind, name, relation and definition.
 */
public final class SchemaModel {
    private static final String RESOURCE = "schema-model.txt";
    private static final String HEAD = "PostgreSQL ";

    private final int serverVersion;
    private final List<CatalogFact> facts;

    /**
     * @param serverVersion major version of the server whose words the definitions are
     */
    public SchemaModel(int serverVersion, List<CatalogFact> facts) {
        this.serverVersion = serverVersion;
        this.facts = List.copyOf(facts);
    }

    /** The one that was written when this version was built. */
    public static SchemaModel shipped() {
        return parse(Catalog.resource(RESOURCE));
    }

    static SchemaModel parse(String text) {
        List<String> lines = text.lines().toList();
        List<CatalogFact> facts = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] part = line.split("\t", 4);
            facts.add(new CatalogFact(part[0], part[1], part[2], unescaped(part[3])));
        }
        return new SchemaModel(Integer.parseInt(lines.get(0).substring(HEAD.length())), facts);
    }

    /** What {@link #parse} reads. */
    public String text() {
        StringBuilder text = new StringBuilder(HEAD).append(serverVersion).append('\n');
        for (CatalogFact fact : facts) {
            text.append(fact.kind()).append('\t').append(fact.name()).append('\t');
            text.append(fact.relation()).append('\t').append(escaped(fact.definition()));
            text.append('\n');
        }
        return text.toString();
    }

    /** Servers deparse differently from one major version to the next: only the same one can be compared word by word. */
    public int serverVersion() {
        return serverVersion;
    }

    public List<CatalogFact> facts() {
        return facts;
    }

    /** The schemas that the migrations write to; others belong to others. */
    public List<String> schemas() {
        return facts.stream()
                .filter(fact -> fact.kind().equals("schema"))
                .map(CatalogFact::name)
                .toList();
    }

    /**
     * What differs in a database. Of a
     * table that is missing or extra, its columns and what else goes with it are not told again.
     */
    public List<Drift> compare(List<CatalogFact> live) {
        Map<String, CatalogFact> expected = byObject(facts);
        Map<String, CatalogFact> found = byObject(live);
        Set<String> objects = new HashSet<>(expected.keySet());
        objects.addAll(found.keySet());
        List<Drift> drifts = new ArrayList<>();
        for (String object : objects.stream().sorted().toList()) {
            CatalogFact wanted = expected.get(object);
            CatalogFact there = found.get(object);
            CatalogFact either = wanted == null ? there : wanted;
            boolean same = wanted != null && wanted.equals(there);
            if (!same && !goesWithAnother(either, expected, found)) {
                drifts.add(drift(object, wanted, there));
            }
        }
        return drifts;
    }

    private static Drift drift(String object, CatalogFact wanted, CatalogFact there) {
        if (there == null) {
            return new Drift(Drift.Change.MISSING, object, wanted.definition(), "");
        }
        if (wanted == null) {
            return new Drift(Drift.Change.EXTRA, object, "", there.definition());
        }
        return new Drift(Drift.Change.CHANGED, object, wanted.definition(), there.definition());
    }

    /** Whether the relation of this fact, or the column of this comment, is missing or extra itself. */
    private static boolean goesWithAnother(
            CatalogFact fact, Map<String, CatalogFact> expected, Map<String, CatalogFact> found) {
        if (!fact.relation().isEmpty() && oneSided(fact.relation(), expected, found)) {
            return true;
        }
        if (fact.kind().equals("comment") || fact.kind().equals("grant")) {
            String subject = fact.name().substring("on ".length()).replaceFirst(" to [^ ]+$", "");
            return expected.containsKey(subject) != found.containsKey(subject);
        }
        return false;
    }

    private static boolean oneSided(
            String relation, Map<String, CatalogFact> expected, Map<String, CatalogFact> found) {
        for (String kind : List.of("table ", "view ", "materialized view ", "sequence ", "foreign table ")) {
            if (expected.containsKey(kind + relation) != found.containsKey(kind + relation)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, CatalogFact> byObject(List<CatalogFact> facts) {
        Map<String, CatalogFact> map = new TreeMap<>();
        facts.forEach(fact -> map.put(fact.object(), fact));
        return map;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = switch (text.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> text.charAt(i);
                };
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
