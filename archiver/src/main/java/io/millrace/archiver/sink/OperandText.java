package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** The operands of a signal as a JSON object, for people. Any thread; allocates, signals are rare. */
final class OperandText {
    private OperandText() {}

    /** Names beyond the values and values beyond the names are left out. */
    static byte[] json(List<String> names, double... values) {
        StringBuilder text = new StringBuilder(96).append('{');
        for (int i = 0; i < Math.min(names.size(), values.length); i++) {
            if (i > 0) {
                text.append(", ");
            }
            quote(text, names.get(i));
            text.append(": ");
            if (Double.isNaN(values[i])) {
                text.append("null");
            } else if (Double.isInfinite(values[i])) {
                quote(text, Double.toString(values[i]));
            } else {
                text.append(values[i]);
            }
        }
        return text.append('}').toString().getBytes(UTF_8);
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
