package io.millrace.engine.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** How things are called in the configuration. Any thread. */
final class Names {
    static final String ALLOWED = "must be 1 to 32 lower-case letters, digits and dashes, a letter first";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private Names() {}

    static boolean allowed(String name) {
        return NAME.matcher(name).matches();
    }

    static void require(String key, String name) {
        if (!allowed(name)) {
            throw new InvalidValueException(key, name, ALLOWED);
        }
    }

    /** Spelling of an enum constant in the configuration: {@code BUSY_SPIN} is {@code busy-spin}. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Spelling of an indicator's parameter in the configuration: {@code kPeriod} is {@code k-period}. */
    static String key(String parameterName) {
        return HUMP.matcher(parameterName).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}
