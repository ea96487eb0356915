package io.millrace.archiver.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The data dictionary: every table, column, key, index, view, function and right, in Markdown. One thread. */
final class DictionaryText {
    private static final List<String> ROLES = List.of("millrace_archiver", "millrace_service", "millrace_reader");

    private final List<SchemaTable> tables;
    private final List<CatalogFact> facts;
    private final Map<String, String> comments = new TreeMap<>();
    private final StringBuilder out = new StringBuilder();

    DictionaryText(List<SchemaTable> tables, List<CatalogFact> facts) {
        this.tables = tables;
        this.facts = facts;
        for (CatalogFact fact : facts) {
            if (fact.kind().equals("comment")) {
                comments.put(fact.name().substring("on ".length()), fact.definition());
            }
        }
    }

    String text() {
        line("# Data dictionary");
        line("");
        line(
                "Written by `millrace db dictionary` from the live schema: do not edit, change the comments in the migrations. The same as a"
                        + " picture: [DIAGRAM.svg](DIAGRAM.svg).");
        Map<String, List<SchemaTable>> areas = new SchemaAreas().group(tables);
        line("");
        areas.forEach((area, members) -> line("- [" + area + "](#" + anchor(area) + "): "
                + String.join(", ", members.stream().map(this::link).toList())));
        line("- [Functions](#functions), [Rights](#rights)");
        areas.forEach(this::area);
        functions();
        rights();
        return out.toString();
    }

    private void area(String area, List<SchemaTable> members) {
        line("");
        line("## " + area);
        members.forEach(this::table);
    }

    private void table(SchemaTable table) {
        line("");
        line("### " + table.name());
        line("");
        line((table.view() ? "View. " : "")
                + cell(table.comment())
                + (table.partitionKey().isEmpty() ? "" : " Partitioned by " + code(table.partitionKey()) + "."));
        line("");
        line(table.view() ? "| column | type | meaning |" : "| column | type | null | default | meaning |");
        line(table.view() ? "|---|---|---|" : "|---|---|---|---|---|");
        for (SchemaTable.Column column : table.columns()) {
            String name = code(column.name()) + (column.primaryKey() ? " **key**" : "");
            String refers = column.refersTo().isEmpty() ? "" : " Refers to " + column.refersTo() + ".";
            String start = "| " + name + " | " + column.shortType() + " | ";
            line(start
                    + (table.view()
                            ? ""
                            : (column.notNull() ? "no" : "yes") + " | "
                                    + (column.defaultValue().isEmpty() ? "" : code(column.defaultValue())) + " | ")
                    + cell(column.comment() + refers) + " |");
        }
        details(table, "constraint", "Constraints");
        details(table, "index", "Indexes");
        details(table, "trigger", "Triggers");
        details(table, "policy", "Row-level security");
    }

    private void details(SchemaTable table, String kind, String heading) {
        List<CatalogFact> own = facts.stream()
                .filter(fact -> fact.kind().equals(kind) && fact.relation().equals(table.name()))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        line("");
        line(heading + ":");
        line("");
        for (CatalogFact fact : own) {
            String definition = fact.definition()
                    .replaceFirst("^CREATE (UNIQUE )?INDEX \\S+ ON (ONLY )?\\S+ USING ", "$1")
                    .replaceFirst("^CREATE TRIGGER \\S+ ", "");
            line("- " + code(fact.name().substring(table.name().length() + 1)) + ": " + code(definition));
        }
    }

    private void functions() {
        line("");
        line("## Functions");
        line("");
        line("| function | returns | meaning |");
        line("|---|---|---|");
        for (CatalogFact fact : facts) {
            if (List.of("function", "procedure", "aggregate").contains(fact.kind())) {
                line("| " + code(fact.name()) + " | " + cell(returns(fact.definition())) + " | "
                        + cell(comments.getOrDefault(fact.object(), "")) + " |");
            }
        }
    }

    private static String returns(String definition) {
        int start = definition.indexOf("\n RETURNS ");
        if (start < 0) {
            return "";
        }
        int from = start + "\n RETURNS ".length();
        return definition.substring(from, definition.indexOf('\n', from)).toLowerCase(Locale.ROOT);
    }

    private void rights() {
        line("");
        line("## Rights");
        line("");
        line("What the group roles may do beside the owner.");
        line("");
        line("| object | " + String.join(" | ", ROLES) + " |");
        line("|---|" + "---|".repeat(ROLES.size()));
        Map<String, Map<String, String>> grants = new TreeMap<>();
        for (CatalogFact fact : facts) {
            int to = fact.name().lastIndexOf(" to ");
            if (fact.kind().equals("grant") && ROLES.contains(fact.name().substring(to + " to ".length()))) {
                grants.computeIfAbsent(fact.name().substring("on ".length(), to), object -> new TreeMap<>())
                        .put(
                                fact.name().substring(to + " to ".length()),
                                fact.definition().toLowerCase(Locale.ROOT));
            }
        }
        grants.forEach((object, byRole) -> line("| " + code(object) + " | "
                + String.join(
                        " | ",
                        ROLES.stream()
                                .map(role -> byRole.getOrDefault(role, ""))
                                .toList()) + " |"));
    }

    private String link(SchemaTable table) {
        return "[" + table.name() + "](#" + anchor(table.name()) + ")";
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** Text in a cell of a table. */
    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
    }

    private static String code(String text) {
        return "`" + text.replaceAll("\\s+", " ").replace("|", "\\|").replace("`", "'") + "`";
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
