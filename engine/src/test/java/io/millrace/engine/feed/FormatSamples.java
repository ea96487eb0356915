package io.millrace.engine.feed;

import java.nio.file.Path;
import java.util.Random;

/** Good lines of each format, generated from a seed, with the spec that reads them. */
enum FormatSamples {
    SPOT_TRADES("binance-trades", "t.csv", ""),
    FUTURES_TRADES("binance-trades", "t.csv", "id,price,qty,quote_qty,time,is_buyer_maker\n"),
    AGGTRADES("binance-aggtrades", "t.csv", ""),
    BOOKTICKER(
            "binance-bookticker",
            "t.csv",
            "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time\n"),
    KLINES("binance-klines", "t.csv", ""),
    CAPTURE("binance-ws", "t.log", ""),
    CRYPTOFEED("binance-ws", "t.log", "wss://stream.binance.com:9443/stream <-> 1633998511.159679\n"),
    LEAN_TRADES("lean-trades", "20131008.csv", ""),
    LEAN_QUOTES("lean-quotes", "20131008.csv", ""),
    NSE_MINUTE("ohlcv", "t.csv", "Code,Date,Open,High,Low,Close,Volume\n"),
    NSE_DAILY("ohlcv", "t.csv", "timestamp,open,high,low,close,volume,oi\n"),
    KRAKEN("ohlcv", "t.csv", "");

    static final String SYMBOL = "BTCUSDT";

    private final String format;
    private final String fileName;
    private final String header;

    FormatSamples(String format, String fileName, String header) {
        this.format = format;
        this.fileName = fileName;
        this.header = header;
    }

    String header() {
        return header;
    }

    int headerLines() {
        return header.isEmpty() ? 0 : 1;
    }

    String fileName() {
        return fileName;
    }

    FeedSpec spec(Path file) {
        FeedSpec spec = FeedSpec.of(format, file, SYMBOL, "VENUE");
        return switch (this) {
            case NSE_MINUTE -> spec.withOption("preset", "nse-minute");
            case NSE_DAILY -> spec.withOption("preset", "nse-daily");
            case KRAKEN -> spec.withOption("preset", "kraken").withOption("interval", "1m");
            default -> spec;
        };
    }

    /** The good line number {@code i}, without its line feed. */
    String line(int i, Random random) {
        String price = random.nextInt(60_000) + 1 + "." + (10 + random.nextInt(90));
        String quantity = random.nextInt(50) + "." + (100 + random.nextInt(900));
        long ms = 1_723_161_255_342L + i;
        boolean flag = random.nextBoolean();
        return switch (this) {
            case SPOT_TRADES ->
                i + "," + price + "," + quantity + ",1.5," + ms + "000," + (flag ? "True" : "False") + ",True";
            case FUTURES_TRADES -> i + "," + price + "," + quantity + ",1.5," + ms + "," + flag;
            case AGGTRADES -> i + "," + price + "," + quantity + ",1,2," + ms + "," + flag + ",true";
            case BOOKTICKER ->
                i + "," + price + "," + quantity + "," + price + "," + quantity + "," + ms + "," + (ms + 1);
            case KLINES -> ms + "," + bar(price) + "," + quantity + "," + (ms + 59_999) + ",1.5," + i + ",1,2,0";
            case CAPTURE -> ms + "123456 " + message(i, ms, price, quantity, flag, random.nextInt(5));
            case CRYPTOFEED ->
                ms / 1000 + "." + ms % 1000 + ": " + message(i, ms, price, quantity, flag, random.nextInt(5));
            case LEAN_TRADES -> 34_200_000 + i + ",1674200," + (1 + i % 900) + ",Q,20002020," + (flag ? 1 : 0);
            case LEAN_QUOTES -> 34_200_000 + i + (flag ? ",0,0,140200,500,Q,1,0" : ",140100,300,0,0,N,8,0");
            case NSE_MINUTE ->
                SYMBOL + ",2016-08-16 09:" + (10 + i % 50) + ":00, "
                        + bar(price).replace(",", ", ") + ", " + i;
            case NSE_DAILY -> "2020-10-" + (10 + i % 20) + " 00:00:00+05:30," + bar(price) + "," + i + ",0";
            default -> 1_672_531_200L + 60L * i + "," + bar(price) + "," + quantity + "," + i;
        };
    }

    private static String bar(String price) {
        return price + "," + price + "9," + price.substring(0, price.length() - 1) + "," + price;
    }

    private static String message(int i, long ms, String price, String quantity, boolean flag, int kind) {
        return switch (kind) {
            case 0 ->
                "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":" + ms
                        + ",\"s\":\"BTCUSDT\",\"U\":1,\"u\":2,\"b\":[[\"" + price + "\",\"" + quantity
                        + "\"],[\"1.0\",\"2\"]],\"a\":[]}}";
            case 1 ->
                "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":" + i + ",\"s\":\"BTCUSDT\",\"b\":\"" + price
                        + "\",\"B\":\"" + quantity + "\",\"a\":\"" + price + "\",\"A\":\"" + quantity + "\"}}";
            case 2 ->
                "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":" + ms + ",\"a\":" + i
                        + ",\"s\":\"BTCUSDT\",\"p\":\"" + price + "\",\"q\":\"" + quantity + "\",\"f\":1,\"l\":2,\"T\":"
                        + ms + ",\"m\":" + flag + "}}";
            case 3 -> "{\"lastUpdateId\":" + i + ",\"bids\":[[\"" + price + "\",\"" + quantity + "\"]],\"asks\":[]}";
            default ->
                "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":" + ms + ",\"T\":" + ms
                        + ",\"s\":\"BTCUSDT\",\"t\":" + i + ",\"p\":\"" + price + "\",\"q\":\"" + quantity
                        + "\",\"X\":\"MARKET\",\"m\":" + flag + "}}";
        };
    }
}
