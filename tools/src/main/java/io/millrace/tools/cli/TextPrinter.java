package io.millrace.tools.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes aligned text: headings, name-value pairs and tables. One thread. */
final class TextPrinter {
    private static final int NAME_WIDTH = 16;

    private final PrintWriter out;

    TextPrinter(PrintWriter out) {
        this.out = out;
    }

    TextPrinter line(String text) {
        out.println(text);
        return this;
    }

    TextPrinter blank() {
        out.println();
        return this;
    }

    TextPrinter heading(String text) {
        out.println();
        out.println(text);
        return this;
    }

    /** One name and its value; values of neighbouring lines stand under each other. */
    TextPrinter pair(String name, String value) {
        out.println("  " + pad(name, NAME_WIDTH, false) + "  " + value);
        return this;
    }

    /** A table; a column whose name starts with {@code >} is aligned to the right. */
    TextPrinter table(List<String> columns, List<List<String>> rows) {
        int count = columns.size();
        int[] width = new int[count];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = columns.get(i).startsWith(">") ? columns.get(i).substring(1) : columns.get(i);
            names.add(name);
            width[i] = name.length();
            for (List<String> row : rows) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        }
        out.println(row(columns, names, width));
        for (List<String> row : rows) {
            out.println(row(columns, row, width));
        }
        return this;
    }

    private static String row(List<String> columns, List<String> cells, int[] width) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < cells.size(); i++) {
            line.append(' ')
                    .append(pad(cells.get(i), width[i], columns.get(i).startsWith(">")))
                    .append(' ');
        }
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width, boolean right) {
        String space = " ".repeat(Math.max(0, width - text.length()));
        return right ? space + text : text + space;
    }
}
