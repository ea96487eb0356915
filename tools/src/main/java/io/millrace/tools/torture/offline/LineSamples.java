package io.millrace.tools.torture.offline;

import io.millrace.engine.feed.FeedSpec;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Good lines of each feed format, from a seed, with what opens a file of them. Any thread. */
enum LineSamples {
    SPOT_TRADES("binance-trades", "t.csv", ""),
    FUTURES_TRADES("binance-trades", "t.csv", "id,price,qty,quote_qty,time,is_buyer_maker\n"),
    AGGTRADES("binance-aggtrades", "t.csv", ""),
    BOOKTICKER(
            "binance-bookticker",
            "t.csv",
            "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time\n"),
    KLINES("binance-klines", "t.csv", ""),
    CAPTURE("binance-ws", "t.log", ""),
    LEAN_TRADES("lean-trades", "20131008.csv", ""),
    LEAN_QUOTES("lean-quotes", "20131008.csv", ""),
    BARS("ohlcv", "t.csv", "timestamp,open,high,low,close,volume,oi\n");

    private static final String SYMBOL = "BTCUSDT";
    private static final long START_MS = 1_723_161_255_342L;

    private final String format;
    private final String fileName;
    private final String header;

    LineSamples(final String format, final String fileName, final String header) {
        this.format = format;
        this.fileName = fileName;
        this.header = header;
    }

    String fileName() {
        return fileName;
    }

    String header() {
        return header;
    }

    FeedSpec spec(final Path file) {
        final FeedSpec spec = FeedSpec.of(format, file, SYMBOL, "VENUE");
        return this == BARS ? spec.withOption("preset", "nse-daily") : spec;
    }

    /** Line number {@code i} without its end. */
    String line(final int i, final SplittableRandom random) {
        final String price = 1 + random.nextInt(60_000) + "." + (10 + random.nextInt(90));
        final String size = random.nextInt(50) + "." + (100 + random.nextInt(900));
        final long ms = START_MS + i;
        final boolean flag = random.nextBoolean();
        return switch (this) {
            case SPOT_TRADES ->
                String.join(",", "" + i, price, size, "1.5", ms + "000", flag ? "True" : "False", "True");
            case FUTURES_TRADES -> String.join(",", "" + i, price, size, "1.5", "" + ms, "" + flag);
            case AGGTRADES -> String.join(",", "" + i, price, size, "1,2", "" + ms, flag + ",true");
            case BOOKTICKER -> String.join(",", "" + i, price, size, price, size, "" + ms, "" + (ms + 1));
            case KLINES -> String.join(",", "" + ms, bar(price), size, "" + (ms + 59_999), "1.5", i + ",1,2,0");
            case CAPTURE -> ms + "123456 " + message(i, ms, price, size, flag);
            case LEAN_TRADES -> 34_200_000 + i + ",1674200," + (1 + i % 900) + ",Q,20002020," + (flag ? "1" : "0");
            case LEAN_QUOTES -> 34_200_000 + i + (flag ? ",0,0,140200,500,Q,1,0" : ",140100,300,0,0,N,8,0");
            case BARS -> "2020-10-" + (10 + i % 20) + " 00:00:00+05:30," + bar(price) + "," + i + ",0";
        };
    }

    private static String bar(final String price) {
        return String.join(",", price, price + "9", price.substring(0, price.length() - 1), price);
    }

    private static String message(
            final int i, final long ms, final String price, final String size, final boolean flag) {
        return switch (i % 3) {
            case 0 ->
                "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":" + i + ",\"s\":\"BTCUSDT\",\"b\":\"" + price
                        + "\",\"B\":\"" + size + "\",\"a\":\"" + price + "\",\"A\":\"" + size + "\"}}";
            case 1 ->
                "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":" + ms + ",\"a\":" + i
                        + ",\"s\":\"BTCUSDT\",\"p\":\"" + price + "\",\"q\":\"" + size + "\",\"f\":1,\"l\":2,\"T\":"
                        + ms
                        + ",\"m\":" + flag + "}}";
            default ->
                "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":" + ms + ",\"T\":" + ms
                        + ",\"s\":\"BTCUSDT\",\"t\":" + i + ",\"p\":\"" + price + "\",\"q\":\"" + size
                        + "\",\"X\":\"MARKET\",\"m\":" + flag + "}}";
        };
    }
}
