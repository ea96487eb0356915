package io.millrace.archiver.catalog;

import io.millrace.archiver.catalog.DiagramLayout.Card;
import io.millrace.archiver.catalog.DiagramLayout.Panel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The entity diagram as SVG, without anything outside of it but a font of the reader's system. One thread. */
final class DiagramSvg {
    private static final List<String> COLOURS =
            List.of("#1f6f8b", "#8a5a00", "#6a4c93", "#2f7d4f", "#a23e48", "#44546a", "#7a6a00", "#555555");
    private static final int LANE = 5;
    private static final int LONGEST_NAME = 24;
    private static final int LONGEST_TYPE = 16;

    private final DiagramLayout layout;
    private final Map<String, String> colours = new HashMap<>();
    private final Map<Integer, Integer> lanes = new HashMap<>();
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder ends = new StringBuilder();

    DiagramSvg(List<SchemaTable> tables) {
        this.layout = new DiagramLayout(tables);
    }

    String text() {
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %1$d %2$d\""
                        + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"11\">\n",
                layout.width(),
                layout.height()));
        out.append("<title>Tables of the archive, by area; written by millrace db dictionary</title>\n");
        out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        int number = 0;
        for (Panel panel : layout.panels()) {
            String colour = COLOURS.get(number++ % COLOURS.size());
            panel(panel, colour);
        }
        // Lines pass behind the cards that they do not end at.
        for (Card card : layout.cards().values()) {
            references(card);
        }
        for (Card card : layout.cards().values()) {
            card(card);
        }
        out.append(ends);
        return out.append("</svg>\n").toString();
    }

    private void panel(Panel panel, String colour) {
        rectangle(panel.x(), panel.y(), panel.width(), panel.height(), 8, colour, 0.07, colour);
        label(
                panel.x() + 14,
                panel.y() + 26,
                "font-size=\"18\" font-weight=\"bold\" fill=\"" + colour + "\"",
                panel.area());
        int y = panel.y() + 26 + DiagramLayout.ROW + 2;
        if (!panel.views().isEmpty()) {
            int columns = panel.width() / (DiagramLayout.CARD_WIDTH + DiagramLayout.GUTTER);
            for (String line : DiagramLayout.wrapped(panel.views(), columns)) {
                label(panel.x() + 14, y, "fill=\"#555555\" font-style=\"italic\"", line);
                y += DiagramLayout.ROW;
            }
        }
        for (Card card : layout.cards().values()) {
            if (card.x() >= panel.x()
                    && card.x() < panel.x() + panel.width()
                    && card.y() >= panel.y()
                    && card.y() < panel.y() + panel.height()) {
                colours.put(card.table().name(), colour);
            }
        }
    }

    private void card(Card card) {
        String colour = colours.get(card.table().name());
        rectangle(card.x(), card.y(), DiagramLayout.CARD_WIDTH, card.height(), 4, "#ffffff", 1, colour);
        out.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\"><title>%s</title></rect>\n",
                card.x(),
                card.y(),
                DiagramLayout.CARD_WIDTH,
                DiagramLayout.HEAD - 2,
                colour,
                escaped(card.table().comment())));
        label(
                card.x() + 8,
                card.y() + 15,
                "font-size=\"13\" font-weight=\"bold\" fill=\"#ffffff\"",
                card.table().name());
        int y = card.y() + DiagramLayout.HEAD + 12;
        for (SchemaTable.Column column : card.table().columns()) {
            String style = column.primaryKey()
                    ? "font-weight=\"bold\" fill=\"#222222\""
                    : column.notNull() ? "fill=\"#222222\"" : "fill=\"#777777\"";
            label(card.x() + 8, y, style, shortened(column.name(), LONGEST_NAME));
            label(
                    card.right() - 8,
                    y,
                    "text-anchor=\"end\" fill=\"#888888\" font-size=\"10\"",
                    shortened(column.shortType(), LONGEST_TYPE));
            y += DiagramLayout.ROW;
        }
    }

    /** A line from the last column of each foreign key to the head of the table that it points to. */
    private void references(Card card) {
        Set<String> drawn = new HashSet<>();
        List<SchemaTable.Column> columns = card.table().columns();
        for (int i = columns.size() - 1; i >= 0; i--) {
            for (String target : columns.get(i).refersTo().split(", ", -1)) {
                Card other = layout.cards().get(target);
                if (other != null && !target.equals(card.table().name()) && drawn.add(target)) {
                    reference(card, card.lineOf(columns.get(i).name()), other);
                }
            }
        }
    }

    /** Out of the card to the left or right, along a gutter between the columns of cards, and into the other's head. */
    private void reference(Card from, int y, Card to) {
        String colour = colours.get(to.table().name());
        boolean toTheRight = to.x() > from.x();
        boolean sameColumn = to.x() == from.x();
        int targetY = to.y() + DiagramLayout.HEAD / 2 - 1;
        int startX = toTheRight ? from.right() : from.x();
        int endX = toTheRight || sameColumn ? to.x() : to.right();
        boolean neighbours =
                sameColumn || Math.abs(to.x() - from.x()) == DiagramLayout.CARD_WIDTH + DiagramLayout.GUTTER;
        int out1 = lane(toTheRight ? startX : startX - DiagramLayout.GUTTER);
        String path;
        if (neighbours) {
            path = String.format(Locale.ROOT, "M%d,%d H%d V%d H%d", startX, y, out1, targetY, endX);
        } else {
            int in1 = lane(toTheRight ? endX - DiagramLayout.GUTTER : endX);
            int between = Math.min(from.y(), to.y()) - 8 - laneOf(-1) % 3 * 4;
            path = String.format(
                    Locale.ROOT, "M%d,%d H%d V%d H%d V%d H%d", startX, y, out1, between, in1, targetY, endX);
        }
        out.append(String.format(
                Locale.ROOT,
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.4\" stroke-opacity=\"0.85\" stroke-linejoin=\"round\"/>\n",
                path,
                colour));
        dot(startX, y, colour, 2.5);
        int direction = endX == to.x() ? -1 : 1;
        out.append(String.format(
                Locale.ROOT, "<path d=\"M%d,%d l%d,-4 v8 z\" fill=\"%s\"/>\n", endX, targetY, direction * 7, colour));
    }

    /** Each line of a gutter has its own place in it. */
    private int lane(int gutterX) {
        return gutterX + 8 + laneOf(gutterX) % ((DiagramLayout.GUTTER - 12) / LANE) * LANE;
    }

    private int laneOf(int gutterX) {
        return lanes.merge(gutterX, 1, Integer::sum) - 1;
    }

    private void dot(int x, int y, String colour, double radius) {
        ends.append(String.format(
                Locale.ROOT, "<circle cx=\"%d\" cy=\"%d\" r=\"%.1f\" fill=\"%s\"/>\n", x, y, radius, colour));
    }

    private void rectangle(
            int x, int y, int width, int height, int radius, String fill, double opacity, String stroke) {
        out.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" fill-opacity=\"%.2f\" stroke=\"%s\"/>\n",
                x,
                y,
                width,
                height,
                radius,
                fill,
                opacity,
                stroke));
    }

    private void label(int x, int y, String style, String text) {
        out.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" %s>%s</text>\n", x, y, style, escaped(text)));
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
