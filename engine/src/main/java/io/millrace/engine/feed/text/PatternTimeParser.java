package io.millrace.engine.feed.text;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Reads times by a {@link DateTimeFormatter} pattern, in English, case left out of account.
 *
 * <p>Feed thread. Allocates for each field: it is for rare layouts; the other parsers of this package do not.
 */
public final class PatternTimeParser implements TimeParser {

    private static final long MAX_SECONDS = Long.MAX_VALUE / Times.NS_PER_SECOND - 1;

    private final DateTimeFormatter formatter;
    private final ZoneId zone;

    /** @throws IllegalArgumentException when the pattern is not valid */
    public PatternTimeParser(String pattern, ZoneId zone) {
        this.formatter = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
        this.zone = zone;
    }

    @Override
    public long parseNs(byte[] buffer, int start, int end) {
        try {
            TemporalAccessor parsed = formatter.parseBest(
                    new String(buffer, start, end - start, StandardCharsets.UTF_8),
                    ZonedDateTime::from,
                    OffsetDateTime::from,
                    LocalDateTime::from,
                    LocalDate::from);
            Instant instant = instant(parsed);
            long seconds = instant.getEpochSecond();
            return seconds < 0 || seconds > MAX_SECONDS ? Times.BAD : seconds * Times.NS_PER_SECOND + instant.getNano();
        } catch (DateTimeException e) {
            return Times.BAD;
        }
    }

    private Instant instant(TemporalAccessor parsed) {
        if (parsed instanceof ZonedDateTime dateTime) {
            return dateTime.toInstant();
        }
        if (parsed instanceof OffsetDateTime dateTime) {
            return dateTime.toInstant();
        }
        if (parsed instanceof LocalDateTime dateTime) {
            return dateTime.atZone(zone).toInstant();
        }
        return ((LocalDate) parsed).atTime(LocalTime.MIDNIGHT).atZone(zone).toInstant();
    }
}
