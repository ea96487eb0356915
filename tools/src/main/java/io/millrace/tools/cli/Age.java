package io.millrace.tools.cli;

import io.millrace.journal.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ages as users write them: {@code 7d}, {@code 36h}. Stateless. */
final class Age {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})([dh])");

    private Age() {}

    static Duration parse(String option, String text) {
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw UserError.usage(option + " " + text + ": write days or hours, such as 7d or 36h");
        }
        long count = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count);
    }

    /** Now, by the clock of this machine. */
    static Instant now() {
        return Format.instant(Clocks.epoch().nanoTime());
    }

    /** The moment so long ago. */
    static Instant before(String option, String text) {
        return now().minus(parse(option, text));
    }
}
