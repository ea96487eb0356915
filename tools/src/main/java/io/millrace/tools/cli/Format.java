package io.millrace.tools.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, sizes and times for people. Any thread. */
final class Format {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Format() {}

    /** 21313 as 21,313. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Events per second, grouped. */
    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }

    /** 0.36 µs, 12 ms, 3.4 s, 2 min 5 s, 1 h 4 min. */
    static String duration(Duration duration) {
        return durationNs(duration.toNanos());
    }

    static String durationNs(long ns) {
        long absolute = Math.abs(ns);
        if (absolute < 1_000) {
            return ns + " ns";
        }
        if (absolute < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f µs", ns / 1e3);
        }
        if (absolute < NS_PER_SECOND) {
            return String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
        }
        if (absolute < 60 * NS_PER_SECOND) {
            return String.format(Locale.ROOT, "%.1f s", ns / 1e9);
        }
        long seconds = ns / NS_PER_SECOND;
        if (absolute < 3600 * NS_PER_SECOND) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** Binary units: 512 B, 1.4 MiB. */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /** Nanoseconds since the epoch as UTC with milliseconds. */
    static String timeNs(long epochNs) {
        return INSTANT.format(instant(epochNs));
    }

    static Instant instant(long epochNs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, NS_PER_SECOND), Math.floorMod(epochNs, NS_PER_SECOND));
    }

    /** A digest as 16 hexadecimal digits: a JSON number would lose its last bits in many readers. */
    static String digest(long digest) {
        return String.format(Locale.ROOT, "%016x", digest);
    }

    /** A ratio, or a number of events per second, rounded to one place for JSON. */
    static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
