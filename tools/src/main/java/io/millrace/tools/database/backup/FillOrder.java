package io.millrace.tools.database.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The order in which tables can be filled so that every foreign key finds what it points to. Stateless. */
final class FillOrder {
    private FillOrder() {}

    /**
     * Sorts tables; those that do not depend on each other stay in their order.
     *
     * @param foreignKeys pairs of a table and one that it needs
     * @throws BackupException where tables need each other in a circle
     */
    static List<BackupSql.Table> of(List<BackupSql.Table> tables, List<String[]> foreignKeys) {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        tables.forEach(table -> needs.put(table.root(), new TreeSet<>()));
        for (String[] pair : foreignKeys) {
            if (needs.containsKey(pair[0]) && needs.containsKey(pair[1])) {
                needs.get(pair[0]).add(pair[1]);
            }
        }
        List<BackupSql.Table> sorted = new ArrayList<>();
        while (!needs.isEmpty()) {
            String next = needs.entrySet().stream()
                    .filter(entry -> entry.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new BackupException(
                            "the foreign keys of these tables form a circle: " + String.join(", ", needs.keySet())));
            needs.remove(next);
            needs.values().forEach(others -> others.remove(next));
            tables.stream().filter(table -> table.root().equals(next)).forEach(sorted::add);
        }
        return sorted;
    }
}
