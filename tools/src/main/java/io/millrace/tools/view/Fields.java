package io.millrace.tools.view;

import io.millrace.journal.record.Decimals;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of one record in order, while they are put together. One thread. */
final class Fields {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final Map<String, Object> values = new LinkedHashMap<>();

    Fields put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Left out when it is what stands for "none". */
    Fields putUnless(String name, long value, long none) {
        if (value != none) {
            values.put(name, value);
        }
        return this;
    }

    Fields putText(String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, value);
        }
        return this;
    }

    /** ISO 8601, UTC, as many digits as there are. */
    Fields time(String name, long epochNs) {
        if (epochNs != 0) {
            values.put(name, instant(epochNs).toString());
        }
        return this;
    }

    Fields decimal(String name, long mantissa, int exponent) {
        values.put(name, Decimals.toBigDecimal(mantissa, exponent));
        return this;
    }

    /** NaN, which JSON has not, becomes null. */
    Fields number(String name, double value) {
        values.put(name, Double.isFinite(value) ? (Object) value : null);
        return this;
    }

    /** Left out when it is NaN. */
    Fields putNumber(String name, double value) {
        if (!Double.isNaN(value)) {
            values.put(name, value);
        }
        return this;
    }

    /** Left out when it is 0. */
    Fields putDecimal(String name, long mantissa, int exponent) {
        return mantissa == 0 ? this : decimal(name, mantissa, exponent);
    }

    /** An amount of money, in the quote asset. */
    Fields money(String name, long mantissa) {
        return decimal(name, mantissa, Decimals.MONEY_EXPONENT);
    }

    /** One entry per line. */
    Fields lines(String name, String text) {
        values.put(name, text.isEmpty() ? List.of() : List.of(text.split("\n", -1)));
        return this;
    }

    Fields digest(String name, long digest) {
        values.put(name, String.format(java.util.Locale.ROOT, "%016x", digest));
        return this;
    }

    /** Operands by their names; those without a name are not used by the rule. */
    Fields operands(List<String> names, double... operands) {
        for (int i = 0; i < Math.min(names.size(), operands.length); i++) {
            number(names.get(i), operands[i]);
        }
        return this;
    }

    Map<String, Object> values() {
        return values;
    }

    static Instant instant(long epochNs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, NS_PER_SECOND), Math.floorMod(epochNs, NS_PER_SECOND));
    }

    /** 60_000_000_000 as 1m, as the configuration spells it. */
    static String interval(long ns) {
        Duration duration = Duration.ofNanos(ns);
        if (ns % NS_PER_SECOND != 0) {
            return ns / 1_000_000 + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds != 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        if (seconds != 0 && seconds % 60 == 0) {
            return seconds / 60 + "m";
        }
        return seconds + "s";
    }

    /** The ASCII characters that a venue code packs, first one lowest. */
    static String venueCode(long code) {
        StringBuilder text = new StringBuilder();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int character = (int) (code >>> shift) & 0xFF;
            if (character != 0) {
                text.append((char) character);
            }
        }
        return text.toString();
    }
}
