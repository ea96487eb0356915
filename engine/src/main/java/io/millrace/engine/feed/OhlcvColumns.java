package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the columns of a bar stand in a file: by the {@code columns} option, by common names, or in the usual order.
 *
 * <p>Used when a feed is opened.
 */
final class OhlcvColumns {

    /** Order of a file without a header: time, open, high, low, close, volume, count. */
    private static final OhlcvColumn[] USUAL_ORDER = {
        OhlcvColumn.TIME,
        OhlcvColumn.OPEN,
        OhlcvColumn.HIGH,
        OhlcvColumn.LOW,
        OhlcvColumn.CLOSE,
        OhlcvColumn.VOLUME,
        OhlcvColumn.COUNT
    };

    private static final int USUAL_MINIMUM = 5;

    private final String file;
    private final Map<OhlcvColumn, String> named;

    /** @param option value of the {@code columns} option, null when not given */
    OhlcvColumns(String file, String option) {
        this.file = file;
        this.named = option == null ? null : parse(option);
    }

    private static Map<OhlcvColumn, String> parse(String option) {
        Map<OhlcvColumn, String> columns = new EnumMap<>(OhlcvColumn.class);
        for (String part : option.split(",", -1)) {
            int equals = part.indexOf('=');
            OhlcvColumn column =
                    equals < 0 ? null : column(part.substring(0, equals).trim());
            if (column == null) {
                throw OptionValues.error(
                        FeedOptions.COLUMNS,
                        option,
                        "'" + part + "' is not of the form key=name with one of the keys " + keys());
            }
            columns.put(column, part.substring(equals + 1).trim());
        }
        List<String> missing = new ArrayList<>();
        for (OhlcvColumn column : OhlcvColumn.values()) {
            if (column.required() && !columns.containsKey(column)) {
                missing.add(column.key());
            }
        }
        if (!missing.isEmpty()) {
            throw OptionValues.error(FeedOptions.COLUMNS, option, "does not name " + String.join(", ", missing));
        }
        return columns;
    }

    private static OhlcvColumn column(String key) {
        for (OhlcvColumn column : OhlcvColumn.values()) {
            if (column.key().equals(key)) {
                return column;
            }
        }
        return null;
    }

    private static String keys() {
        return Arrays.stream(OhlcvColumn.values()).map(OhlcvColumn::key).collect(Collectors.joining(", "));
    }

    /** Position of each {@link OhlcvColumn} in the header, -1 for one that is not there. */
    int[] inHeader(List<String> header) {
        int[] positions = new int[OhlcvColumn.values().length];
        List<String> missing = new ArrayList<>();
        for (OhlcvColumn column : OhlcvColumn.values()) {
            int position = find(column, header);
            positions[column.ordinal()] = position;
            boolean needed = named == null ? column.required() : named.containsKey(column);
            if (position < 0 && needed) {
                missing.add(named == null ? column.key() : column.key() + "=" + named.get(column));
            }
        }
        if (!missing.isEmpty()) {
            throw new ConfigurationError("feed file " + file + ": no column for " + String.join(", ", missing)
                    + "; the header has " + Printable.text(String.join(", ", header))
                    + "; name them with the option columns");
        }
        return positions;
    }

    private int find(OhlcvColumn column, List<String> header) {
        String wanted = named == null ? null : named.get(column);
        for (int i = 0; i < header.size(); i++) {
            if (named == null
                    ? column.commonlyNamed(header.get(i))
                    : header.get(i).equalsIgnoreCase(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** Position of each {@link OhlcvColumn} in a file without a header whose first line has so many fields. */
    int[] byNumber(int fieldCount) {
        int[] positions = new int[OhlcvColumn.values().length];
        Arrays.fill(positions, -1);
        if (named != null) {
            named.forEach((column, number) -> positions[column.ordinal()] = index(column, number));
            return positions;
        }
        if (fieldCount < USUAL_MINIMUM || fieldCount > USUAL_ORDER.length) {
            throw new ConfigurationError("feed file " + file + ": no header, and " + fieldCount
                    + " columns are not time,open,high,low,close[,volume[,count]]"
                    + "; number them with the option columns, such as time=1,open=2");
        }
        for (int i = 0; i < fieldCount; i++) {
            positions[USUAL_ORDER[i].ordinal()] = i;
        }
        return positions;
    }

    private int index(OhlcvColumn column, String number) {
        if (!number.matches("[1-9]\\d{0,2}")) {
            throw new ConfigurationError("feed file " + file + ": no header to find " + column.key() + "=" + number
                    + " in; give the number of the column, from 1");
        }
        return Integer.parseInt(number) - 1;
    }
}
