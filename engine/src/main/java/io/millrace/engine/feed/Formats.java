package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.feed.source.FeedFile;
import io.millrace.journal.record.Decimals;

/** Makes the parser for a file of a format. Used when a feed is opened. */
final class Formats {

    private Formats() {}

    static OpenedFormat open(FeedSpec spec, FeedFile file, FirstLine first) {
        EventFields fields = new EventFields(spec.priceExponent(), spec.quantityExponent());
        return switch (spec.format()) {
            case BINANCE_TRADES, BINANCE_AGGTRADES, BINANCE_BOOKTICKER, BINANCE_KLINES -> binance(spec, fields, first);
            case BINANCE_WS -> new OpenedFormat(new BinanceCaptureParser(fields, spec.symbol()), false);
            case LEAN_TRADES ->
                new OpenedFormat(new LeanTradesParser(leanFields(spec), new LeanClock(spec, file.entryName())), false);
            case LEAN_QUOTES ->
                new OpenedFormat(new LeanQuotesParser(leanFields(spec), new LeanClock(spec, file.entryName())), false);
            case OHLCV -> OhlcvFormat.open(spec, fields, first);
            default -> throw new AssertionError(spec.format());
        };
    }

    /** Prices are written as whole numbers: the exponent of the mantissa is relative to that of the writing. */
    private static EventFields leanFields(FeedSpec spec) {
        int highest = Decimals.MAX_EXPONENT + LeanLineParser.WRITTEN_PRICE_EXPONENT;
        if (spec.priceExponent() > highest) {
            throw new ConfigurationError("price exponent " + spec.priceExponent() + ": must be at most " + highest
                    + " for format " + spec.format().label());
        }
        return new EventFields(spec.priceExponent() - LeanLineParser.WRITTEN_PRICE_EXPONENT, spec.quantityExponent());
    }

    private static OpenedFormat binance(FeedSpec spec, EventFields fields, FirstLine first) {
        ColumnLayout layout = layout(spec.format());
        boolean header = first.looksLikeHeader();
        int[] columns = header ? layout.resolve(spec.path().toString(), first.texts()) : layout.positional();
        int minimum = header ? first.fieldCount() : layout.minimumFields();
        int maximum = header ? first.fieldCount() : layout.maximumFields();
        return new OpenedFormat(parser(spec.format(), fields, minimum, maximum, columns), header);
    }

    private static ColumnLayout layout(FeedFormat format) {
        return switch (format) {
            case BINANCE_TRADES -> BinanceTradesParser.TRADES;
            case BINANCE_AGGTRADES -> BinanceTradesParser.AGGREGATED;
            case BINANCE_BOOKTICKER -> BinanceBookTickerParser.LAYOUT;
            case BINANCE_KLINES -> BinanceKlinesParser.LAYOUT;
            default -> throw new AssertionError(format);
        };
    }

    private static LineParser parser(FeedFormat format, EventFields fields, int minimum, int maximum, int[] columns) {
        return switch (format) {
            case BINANCE_TRADES -> new BinanceTradesParser(fields, minimum, maximum, false, columns);
            case BINANCE_AGGTRADES -> new BinanceTradesParser(fields, minimum, maximum, true, columns);
            case BINANCE_BOOKTICKER -> new BinanceBookTickerParser(fields, minimum, maximum, columns);
            case BINANCE_KLINES -> new BinanceKlinesParser(fields, minimum, maximum, columns);
            default -> throw new AssertionError(format);
        };
    }
}
