package io.millrace.engine.feed.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one line at its commas into bounds of fields.
 *
 * <p>Feed thread; reused for each line; no allocation after construction. Spaces around a field are left out. A field
 * in double quotes may hold commas; its quotes are left out, doubled quotes inside stay as they are.
 */
public final class CsvFields {

    /** More fields than that are no line of ours. */
    public static final int MAX_FIELDS = 256;

    private final int[] starts = new int[MAX_FIELDS];
    private final int[] ends = new int[MAX_FIELDS];
    private int count;

    /** Number of fields; -1 for too many or an open quote. An empty line has one empty field. */
    public int split(byte[] buffer, int lineStart, int lineEnd) {
        count = 0;
        int i = lineStart;
        while (true) {
            if (count == MAX_FIELDS) {
                return -1;
            }
            i = Ascii.skipBlanks(buffer, i, lineEnd);
            int fieldStart = i;
            int fieldEnd;
            if (i < lineEnd && buffer[i] == '"') {
                fieldStart++;
                fieldEnd = closingQuote(buffer, fieldStart, lineEnd);
                if (fieldEnd < 0) {
                    return -1;
                }
                i = Ascii.skipBlanks(buffer, fieldEnd + 1, lineEnd);
                if (i < lineEnd && buffer[i] != ',') {
                    return -1;
                }
            } else {
                while (i < lineEnd && buffer[i] != ',') {
                    i++;
                }
                fieldEnd = Ascii.trimEnd(buffer, fieldStart, i);
            }
            starts[count] = fieldStart;
            ends[count] = fieldEnd;
            count++;
            if (i >= lineEnd) {
                return count;
            }
            i++;
        }
    }

    private static int closingQuote(byte[] buffer, int from, int lineEnd) {
        int i = from;
        while (i < lineEnd) {
            if (buffer[i] != '"') {
                i++;
            } else if (i + 1 < lineEnd && buffer[i + 1] == '"') {
                i += 2;
            } else {
                return i;
            }
        }
        return -1;
    }

    public int count() {
        return count;
    }

    public int start(int field) {
        return starts[field];
    }

    public int end(int field) {
        return ends[field];
    }

    public boolean empty(int field) {
        return starts[field] == ends[field];
    }

    /** The fields as texts, for header lines; allocates. */
    public List<String> texts(byte[] buffer) {
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(new String(buffer, starts[i], ends[i] - starts[i], StandardCharsets.UTF_8));
        }
        return texts;
    }
}
