package io.millrace.archiver.verify;

import java.util.TreeMap;

/**
 * The JSON object of a signal's operands, as names and texts of numbers.
 *
 * <p>One thread. The server takes the object apart; the parts come as one text with separators that no name contains.
 */
final class OperandObject {
    private static final String PAIR = "\u001d";
    private static final String VALUE = "\u001f";
    private static final String NULL = "\u001e";

    private OperandObject() {}

    static String selectExpression(String column) {
        return "(SELECT string_agg(key || chr(31) || coalesce(value, chr(30)), chr(29)) FROM jsonb_each_text(" + column
                + "))";
    }

    /** True when the object has these names with these values and no others. */
    static boolean matches(String found, String operandNames, double... values) {
        TreeMap<String, Double> expected = new TreeMap<>();
        String[] names = operandNames.isEmpty() ? new String[0] : operandNames.split(",", -1);
        for (int i = 0; i < Math.min(names.length, values.length); i++) {
            expected.put(names[i], values[i]);
        }
        if (found == null) {
            return expected.isEmpty();
        }
        String[] pairs = found.split(PAIR, -1);
        for (String pair : pairs) {
            String[] parts = pair.split(VALUE, 2);
            Double value = expected.remove(parts[0]);
            if (value == null || !same(value, parts[1])) {
                return false;
            }
        }
        return expected.isEmpty();
    }

    /** JSON has no negative zero, hence the comparison by value; the bits are compared in the operand columns. */
    private static boolean same(double expected, String found) {
        if (Double.isNaN(expected)) {
            return found.equals(NULL);
        }
        try {
            return Double.parseDouble(found) == expected;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
