package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.feed.text.AutoTimeParser;
import io.millrace.engine.feed.text.CsvFields;
import io.millrace.engine.feed.text.IsoTimeParser;
import io.millrace.engine.feed.text.PatternTimeParser;
import io.millrace.engine.feed.text.TimeParser;
import io.millrace.engine.feed.text.Times;
import io.millrace.engine.feed.text.ZoneTable;
import java.time.ZoneId;

/** Builds the parser of an {@code ohlcv} feed from its options and its first line. Used when a feed is opened. */
final class OhlcvFormat {

    private static final String AUTO = "auto";

    private OhlcvFormat() {}

    static OpenedFormat open(FeedSpec spec, EventFields fields, FirstLine first) {
        FeedOptions options = spec.options()
                .get(FeedOptions.PRESET)
                .map(preset -> spec.options().over(OhlcvPreset.named(preset)))
                .orElse(spec.options());
        long intervalNs = OptionValues.intervalNs(options.get(FeedOptions.INTERVAL)
                .orElseThrow(() -> new ConfigurationError("feed file " + spec.path()
                        + ": the length of its bars is not in the file; pass --feed-option interval=1m, for one")));
        OhlcvColumns columns = new OhlcvColumns(
                spec.path().toString(), options.get(FeedOptions.COLUMNS).orElse(null));
        boolean header = hasHeader(options, first);
        int count = first.fieldCount();
        int[] positions = header ? columns.inHeader(first.texts()) : columns.byNumber(count);
        int needed = 0;
        for (int position : positions) {
            needed = Math.max(needed, position + 1);
        }
        // All rows have as many fields as the first line; one too short to be a row says nothing about the others.
        boolean exact = count >= needed;
        OhlcvParser parser = new OhlcvParser(
                fields,
                exact ? count : needed,
                exact ? count : CsvFields.MAX_FIELDS,
                positions,
                times(options),
                intervalNs,
                timeIsClose(options),
                spec.symbol());
        return new OpenedFormat(parser, header);
    }

    private static boolean hasHeader(FeedOptions options, FirstLine first) {
        String value = options.get(FeedOptions.HEADER).orElse(AUTO);
        return switch (value) {
            case "yes" -> true;
            case "no" -> false;
            case AUTO -> first.looksLikeHeader();
            default -> throw OptionValues.error(FeedOptions.HEADER, value, "choose auto, yes or no");
        };
    }

    private static boolean timeIsClose(FeedOptions options) {
        String value = options.get(FeedOptions.BAR_TIME).orElse("open");
        return switch (value) {
            case "open" -> false;
            case "close" -> true;
            default -> throw OptionValues.error(FeedOptions.BAR_TIME, value, "choose open or close");
        };
    }

    private static TimeParser times(FeedOptions options) {
        ZoneId zone = OptionValues.zone(options, "UTC");
        String value = options.get(FeedOptions.TIME_FORMAT).orElse(AUTO);
        return switch (value) {
            case AUTO -> new AutoTimeParser(new ZoneTable(zone));
            case "iso" -> new IsoTimeParser(new ZoneTable(zone));
            case "s" -> (buffer, start, end) -> Times.parse(buffer, start, end, 0);
            case "ms" -> (buffer, start, end) -> Times.parse(buffer, start, end, -3);
            case "us" -> (buffer, start, end) -> Times.parse(buffer, start, end, -6);
            case "ns" -> (buffer, start, end) -> Times.parse(buffer, start, end, -9);
            default -> pattern(value, zone);
        };
    }

    private static TimeParser pattern(String value, ZoneId zone) {
        try {
            return new PatternTimeParser(value, zone);
        } catch (IllegalArgumentException e) {
            throw OptionValues.error(
                    FeedOptions.TIME_FORMAT,
                    value,
                    "choose auto, s, ms, us, ns, iso or a pattern such as dd.MM.yyyy HH:mm");
        }
    }
}
