package io.millrace.tools.cli;

import io.millrace.engine.config.AeronAddress;
import io.millrace.engine.feed.FeedOptions;
import io.millrace.engine.feed.Pace;
import io.millrace.tools.wiring.FeedArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What to feed and how fast: shared by {@code run} and {@code up}. */
final class FeedSelection {
    private static final String LIVE = "aeron:";

    @Option(
            names = "--feed",
            paramLabel = "FORMAT:FILE[,FILE...]",
            description =
                    "Format and files, read one after the other; repeat for feeds side by side. Formats: binance-trades,"
                            + " binance-aggtrades, binance-bookticker, binance-klines, binance-ws, lean-trades, lean-quotes, ohlcv."
                            + " Files may be .csv, .csv.gz, .zip, .log, .log.gz. Or aeron:CHANNEL:STREAM, a live feed of another process.")
    List<String> feeds = new ArrayList<>();

    @Option(names = "--symbol", paramLabel = "SYM", description = "Symbol: once for all feeds, or once for each.")
    List<String> symbols = new ArrayList<>();

    @Option(names = "--venue", paramLabel = "V", description = "Venue (default: that of the format).")
    List<String> venues = new ArrayList<>();

    @Option(
            names = "--pace",
            paramLabel = "P",
            description = "max, recorded, or a multiple of the recorded pace such as 50x (default: max).")
    String pace;

    @Option(
            names = "--price-exponent",
            paramLabel = "E",
            description = "Power of ten of price mantissas (default: of the format).")
    Integer priceExponent;

    @Option(names = "--quantity-exponent", paramLabel = "E", description = "Power of ten of quantity mantissas.")
    Integer quantityExponent;

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "Day of a lean file whose name does not say it.")
    String date;

    @Option(
            names = "--feed-option",
            paramLabel = "KEY=VALUE",
            description =
                    "Option of the format; for ohlcv: preset, columns, header, timeFormat, timeZone, interval, barTime.")
    Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--strict", description = "Stop at the first line that is rejected.")
    boolean strict;

    boolean given() {
        return !feeds.isEmpty();
    }

    /** True when the feeds are streams of other processes; they do not go together with files. */
    boolean live() {
        long streams = feeds.stream().filter(feed -> feed.startsWith(LIVE)).count();
        if (streams == 0) {
            return false;
        }
        if (streams < feeds.size()) {
            throw UserError.usage("--feed: files and aeron: streams do not go together; run one engine for each");
        }
        if (!symbols.isEmpty() || !venues.isEmpty() || pace != null || !options.isEmpty() || date != null) {
            throw UserError.usage(
                    "--feed aeron: takes no --symbol, --venue, --pace, --date or --feed-option: its senders"
                            + " define their instruments");
        }
        return true;
    }

    /** The streams of live feeds. */
    List<AeronAddress> addresses() {
        return feeds.stream()
                .map(feed -> AeronAddress.parse("--feed", feed.substring(LIVE.length())))
                .toList();
    }

    /** What was given, checked as far as that is possible without opening a file. */
    FeedArguments arguments() {
        if (symbols.isEmpty()) {
            throw UserError.usage("--symbol is missing: say which symbol the feed is about, such as --symbol BTCUSDT");
        }
        FeedOptions all = FeedOptions.of(options);
        if (date != null) {
            all = all.with(FeedOptions.DATE, date);
        }
        return new FeedArguments(feeds, symbols, venues, priceExponent, quantityExponent, all, strict);
    }

    /** The same options as words of another command. */
    void appendTo(List<String> words) {
        feeds.forEach(each -> words.addAll(List.of("--feed", each)));
        symbols.forEach(each -> words.addAll(List.of("--symbol", each)));
        venues.forEach(each -> words.addAll(List.of("--venue", each)));
        options.forEach((key, value) -> words.addAll(List.of("--feed-option", key + "=" + value)));
        add(words, "--pace", pace);
        add(words, "--price-exponent", priceExponent);
        add(words, "--quantity-exponent", quantityExponent);
        add(words, "--date", date);
        if (strict) {
            words.add("--strict");
        }
    }

    private static void add(List<String> words, String option, Object value) {
        if (value != null) {
            words.addAll(List.of(option, value.toString()));
        }
    }

    Pace pace(Pace otherwise) {
        return pace == null ? otherwise : Pace.parse(pace);
    }
}
