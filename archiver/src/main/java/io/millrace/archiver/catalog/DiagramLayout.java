package io.millrace.archiver.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where tables stand in the picture: areas as panels in rows, in each panel cards in columns, the tables that others refer to first. One
 * thread; all numbers are pixels.
 */
final class DiagramLayout {
    static final int CARD_WIDTH = 236;
    static final int GUTTER = 44;
    static final int HEAD = 24;
    static final int ROW = 15;
    static final int PANEL_HEAD = 46;
    private static final int CARD_GAP = 26;
    private static final int PANEL_GAP = 30;
    private static final int COLUMNS = 9;
    private static final int TARGET_HEIGHT = 620;

    /** A card of a table; {@code column} counts within its panel. */
    record Card(SchemaTable table, int x, int y, int column) {
        int height() {
            return HEAD + ROW * table.columns().size() + 6;
        }

        int right() {
            return x + CARD_WIDTH;
        }

        /** Middle of the line of a column. */
        int lineOf(String columnName) {
            for (int i = 0; i < table.columns().size(); i++) {
                if (table.columns().get(i).name().equals(columnName)) {
                    return y + HEAD + ROW * i + ROW / 2 + 2;
                }
            }
            return y + HEAD / 2;
        }
    }

    /** The panel of an area. */
    record Panel(String area, int x, int y, int width, int height, List<String> views) {}

    private final Map<String, Card> cards = new LinkedHashMap<>();
    private final List<Panel> panels = new ArrayList<>();
    private int width;
    private int height;

    DiagramLayout(List<SchemaTable> relations) {
        List<List<Part>> rows = new ArrayList<>();
        new SchemaAreas().group(relations).forEach((area, members) -> {
            Part part = new Part(
                    area,
                    members.stream().filter(table -> !table.view()).toList(),
                    members.stream()
                            .filter(SchemaTable::view)
                            .map(SchemaTable::name)
                            .toList());
            rows.stream()
                    .filter(row -> row.stream().mapToInt(Part::columns).sum() + part.columns() <= COLUMNS)
                    .findFirst()
                    .orElseGet(() -> {
                        rows.add(new ArrayList<>());
                        return rows.get(rows.size() - 1);
                    })
                    .add(part);
        });
        height = PANEL_GAP;
        rows.forEach(this::place);
    }

    /** What goes into one panel. */
    private record Part(String area, List<SchemaTable> tables, List<String> views) {
        int columns() {
            return columnsFor(tables);
        }
    }

    private void place(List<Part> row) {
        int x = PANEL_GAP;
        int rowHeight = 0;
        for (Part part : row) {
            int viewLines = part.views().isEmpty()
                    ? 0
                    : wrapped(part.views(), part.columns()).size();
            int panelHeight = place(part.tables(), x, height, part.columns(), viewLines);
            int panelWidth = part.columns() * (CARD_WIDTH + GUTTER) + GUTTER;
            panels.add(new Panel(part.area(), x, height, panelWidth, panelHeight, part.views()));
            x += panelWidth + PANEL_GAP;
            rowHeight = Math.max(rowHeight, panelHeight);
        }
        width = Math.max(width, x);
        height += rowHeight + PANEL_GAP;
    }

    private static int columnsFor(List<SchemaTable> tables) {
        int total = tables.stream()
                .mapToInt(table -> HEAD + ROW * table.columns().size() + CARD_GAP)
                .sum();
        return Math.max(1, Math.min(Math.min(COLUMNS, tables.size()), (total + TARGET_HEIGHT - 1) / TARGET_HEIGHT));
    }

    /** The names of the views, in lines that fit the panel. */
    static List<String> wrapped(List<String> views, int columns) {
        int longest = columns * (CARD_WIDTH + GUTTER) / 7;
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("views: ");
        for (String view : views) {
            if (line.length() + view.length() > longest) {
                lines.add(line.toString());
                line = new StringBuilder();
            }
            line.append(view).append(view.equals(views.get(views.size() - 1)) ? "" : ", ");
        }
        lines.add(line.toString());
        return lines;
    }

    /** Puts each card into the column that is the shortest so far; returns the height of the panel. */
    private int place(List<SchemaTable> tables, int x, int y, int columns, int viewLines) {
        int[] bottom = new int[columns];
        int top = y + PANEL_HEAD + viewLines * ROW;
        Arrays.fill(bottom, top);
        for (SchemaTable table : ordered(tables)) {
            int column = 0;
            for (int i = 1; i < columns; i++) {
                if (bottom[i] < bottom[column]) {
                    column = i;
                }
            }
            Card card = new Card(table, x + GUTTER + column * (CARD_WIDTH + GUTTER), bottom[column], column);
            cards.put(table.name(), card);
            bottom[column] += card.height() + CARD_GAP;
        }
        int lowest = top;
        for (int each : bottom) {
            lowest = Math.max(lowest, each);
        }
        return lowest - y;
    }

    /** The tables that most others refer to, then the long ones. */
    private static List<SchemaTable> ordered(List<SchemaTable> tables) {
        return tables.stream()
                .sorted(Comparator.comparingLong((SchemaTable table) -> -tables.stream()
                                .filter(other -> other.referredTables().contains(table.name()))
                                .count())
                        .thenComparingInt(table -> -table.columns().size())
                        .thenComparing(SchemaTable::name))
                .toList();
    }

    Map<String, Card> cards() {
        return cards;
    }

    List<Panel> panels() {
        return panels;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
