package io.millrace.archiver.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a bar interval such as {@code 5m} back. Any thread. */
final class TimeframeText {
    private static final Pattern FORM = Pattern.compile("(\\d+)(d|h|m|s|ms|us|ns)");

    private TimeframeText() {}

    /** The interval in ns; -1 where the text is none. */
    static long parseNs(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return -1;
        }
        long count = Long.parseLong(matcher.group(1));
        return count
                * switch (matcher.group(2)) {
                    case "d" -> 86_400_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "ms" -> 1_000_000L;
                    case "us" -> 1_000L;
                    default -> 1L;
                };
    }
}
