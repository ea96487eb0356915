package io.millrace.archiver.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which area a table is shown in. Immutable, any thread. */
final class SchemaAreas {
    private static final String RESOURCE = "areas.txt";
    private static final String OTHERS = "More";

    private final Map<String, List<String>> patterns = new LinkedHashMap<>();

    SchemaAreas() {
        for (String line : Catalog.resource(RESOURCE).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int colon = line.indexOf(':');
                List<String> names = new ArrayList<>();
                for (String name : line.substring(colon + 1).split(",", -1)) {
                    names.add(name.strip().replace("*", ".*"));
                }
                patterns.put(line.substring(0, colon), names);
            }
        }
    }

    /** Tables by area, both in their order; areas without tables are left out. */
    Map<String, List<SchemaTable>> group(List<SchemaTable> tables) {
        Map<String, List<SchemaTable>> groups = new LinkedHashMap<>();
        patterns.keySet().forEach(area -> groups.put(area, new ArrayList<>()));
        for (SchemaTable table : tables) {
            groups.computeIfAbsent(areaOf(table.name()), area -> new ArrayList<>())
                    .add(table);
        }
        groups.values().removeIf(List::isEmpty);
        return groups;
    }

    private String areaOf(String name) {
        for (Map.Entry<String, List<String>> area : patterns.entrySet()) {
            if (area.getValue().stream().anyMatch(name::matches)) {
                return area.getKey();
            }
        }
        return OTHERS;
    }
}
