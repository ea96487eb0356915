package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.input.FeedEvent;
import io.millrace.journal.testing.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real files of the shared data: counts as its README states them, nothing rejected. */
@Timeout(120)
class SharedDataFeedTest {

    private static final String CAPTURE = "crypto/binance-usdm-btcusdt-wsraw-2024-08-08.log.gz";

    private static FeedSpec spec(String format, String name, String symbol) {
        return FeedSpec.of(format, SharedData.require(name), symbol, "VENUE");
    }

    @ParameterizedTest
    @CsvSource({
        "binance-trades, crypto/binance-usdm-btcusdt-trades-2024-08-08.csv.gz, 21313, 1",
        "binance-trades, crypto/binance-spot-btcusdt-trades-2024-08-08.csv.gz, 9757, 0",
        "binance-trades, crypto/binance-spot-ethusdt-trades-2024-08-08.csv.gz, 6106, 0",
        "binance-bookticker, crypto/binance-usdm-btcusdt-bookticker-2024-08-08.csv.gz, 66089, 1",
        "binance-bookticker, crypto/binance-coinm-btcusdperp-bookticker-2024-08-08.csv.gz, 19136, 1",
        "binance-aggtrades, crypto/binance-spot-xrpeth-aggtrades-2019-10-11.csv.gz, 5929, 0",
        "binance-aggtrades, crypto/binance-spot-xrpeth-aggtrades-2019-10-12.csv.gz, 4134, 0",
        "binance-klines, crypto/binance-usdm-algousdt-klines-1m-2024-02.csv.gz, 41760, 1",
        "binance-klines, crypto/binance-usdm-avaxusdt-klines-1m-2024-02.csv.gz, 41760, 1",
        "binance-klines, crypto/binance-usdm-filusdt-klines-1m-2024-02.csv.gz, 41760, 1",
        "binance-klines, crypto/binance-usdm-nearusdt-klines-1m-2024-02.csv.gz, 41760, 1",
        "lean-trades, us/lean-us-spy-tick-trades-2013-10-08.csv.gz, 451545, 0",
        "lean-trades, us/lean-us-spy-tick-trades-2013-10-07.csv.gz, 250601, 0",
        "lean-trades, us/lean-us-bac-tick-trades-2013-10-07.csv.gz, 88172, 0",
        "lean-trades, us/lean-us-ibm-tick-trades-2013-10-07.csv.gz, 24293, 0",
        "lean-quotes, us/lean-us-bac-tick-quotes-2013-10-07.csv.gz, 476855, 0",
        "lean-quotes, us/lean-us-ibm-tick-quotes-2013-10-08.csv.gz, 125750, 0"
    })
    void shouldTakeEveryRowWhenFormatFits(String format, String name, long taken, long headers) {
        FeedTally tally = FeedSamples.tally(spec(format, name, "SYMBOL").withStrict(true));
        assertThat(tally.taken()).isEqualTo(taken);
        assertThat(tally.rejected()).isZero();
        assertThat(tally.notUsed()).isEqualTo(headers);
        assertThat(tally.notUsed(NotUsed.HEADER)).isEqualTo(headers);
    }

    @ParameterizedTest
    @CsvSource({
        "nse-minute, , nse/nse-infy-ohlcv-1m-2016-08-16_2016-09-09.csv.gz, INFY, 6750",
        "nse-minute, , nse/nse-mandm-ohlcv-1m-2016-08-16_2016-09-09.csv.gz, M&M, 6750",
        "nse-minute, , nse/nse-niftyit-ohlcv-1m-2016-08-16_2016-09-09.csv.gz, NIFTYIT, 6750",
        "nse-minute, , nse/nse-niftypsubank-ohlcv-1m-2016-08-16_2016-09-09.csv.gz, NIFTYPSU BANK, 6750",
        "nse-daily, , nse/nse-infy-ohlcv-1d-2020-10_2024-09.csv.gz, INFY, 992",
        "kraken, 1m, crypto/kraken-btcusdc-ohlcv-1m-2023-01_2023-02.csv.gz, XBTUSDC, 35449",
        "binance-us, 1m, crypto/binanceus-spot-btcusd-klines-1m-2023-03-01_2023-03-21.csv.gz, BTCUSD, 30240",
        "binance-us, 1m, crypto/binanceus-spot-btcusdt-klines-1m-2023-03-01_2023-03-21.csv.gz, BTCUSDT, 30240",
        ", 1d, backtests/goog-ohlcv-1d-2004_2013.csv, GOOG, 2148",
        ", 4h, crypto/binance-spot-btcusdt-ohlcv-4h-2023-12-30_2024-03-22.csv.gz, BTCUSDT, 500",
        ", 1d, us/aapl-ohlcv-1d-2013.csv, AAPL, 252",
        ", 1d, nse/nse-sbin-daily-vwap-2000_2024.csv.gz, SBIN, -1"
    })
    void shouldTakeEveryBarWhenPresetFits(String preset, String interval, String name, String symbol, long taken) {
        FeedSpec spec = spec("ohlcv", name, symbol).withStrict(true);
        spec = preset == null ? spec : spec.withOption("preset", preset);
        spec = interval == null ? spec : spec.withOption("interval", interval);
        FeedTally tally = FeedSamples.tally(spec);
        assertThat(tally.rejected()).isZero();
        if (taken >= 0) {
            assertThat(tally.taken()).isEqualTo(taken);
        } else {
            assertThat(tally.taken()).isEqualTo(tally.lines() - 1).isPositive();
        }
    }

    @Test
    void shouldAccountForEveryMessageWhenReadingACapture() {
        FeedTally tally =
                FeedSamples.tally(spec("binance-ws", CAPTURE, "BTCUSDT").withStrict(true));
        assertThat(tally.taken()).isEqualTo(21_313 + 66_089);
        assertThat(tally.notUsedByKind()).containsExactly(Map.entry("depthUpdate", 6_551L), Map.entry("other", 1L));
        assertThat(tally.rejected()).isZero();
    }

    @Test
    void shouldEqualTheCsvFilesWhenReadingACapture() {
        List<String> trades = new ArrayList<>();
        List<String> quotes = new ArrayList<>();
        readCapture(CAPTURE, "BTCUSDT", trades, quotes);
        assertThat(trades)
                .hasSize(21_313)
                .isEqualTo(contents("binance-trades", "crypto/binance-usdm-btcusdt-trades-2024-08-08.csv.gz"));
        assertThat(quotes)
                .hasSize(66_089)
                .isEqualTo(contents("binance-bookticker", "crypto/binance-usdm-btcusdt-bookticker-2024-08-08.csv.gz"));
    }

    @Test
    void shouldEqualTheCsvFilesWhenTheCaptureIsOfAnotherMarket() {
        List<String> trades = new ArrayList<>();
        List<String> quotes = new ArrayList<>();
        readCapture("crypto/binance-spot-btcusdt-wsraw-2024-08-08.log.gz", "btcusdt", trades, quotes);
        assertThat(trades)
                .hasSize(9_757)
                .isEqualTo(contents("binance-trades", "crypto/binance-spot-btcusdt-trades-2024-08-08.csv.gz"));
        assertThat(quotes).hasSize(28_040);
        trades.clear();
        quotes.clear();
        readCapture("crypto/binance-coinm-btcusdperp-wsraw-2024-08-08.log.gz", "BTCUSD_PERP", trades, quotes);
        assertThat(trades).hasSize(2_286);
        assertThat(quotes)
                .hasSize(19_136)
                .isEqualTo(
                        contents("binance-bookticker", "crypto/binance-coinm-btcusdperp-bookticker-2024-08-08.csv.gz"));
    }

    private static void readCapture(String name, String symbol, List<String> trades, List<String> quotes) {
        try (FeedReader reader = Feeds.open(spec("binance-ws", name, symbol).withStrict(true))) {
            FeedEvent event = new FeedEvent();
            long lastReceiveTimeNs = 0;
            while (reader.next(event)) {
                if (event.receiveTimeNs < lastReceiveTimeNs) {
                    throw new AssertionError("receive time goes back at line " + event.position);
                }
                lastReceiveTimeNs = event.receiveTimeNs;
                (event.kind == FeedEvent.Kind.TRADE ? trades : quotes).add(FeedSamples.content(event));
            }
        }
    }

    private static List<String> contents(String format, String name) {
        List<String> contents = new ArrayList<>();
        try (FeedReader reader = Feeds.open(spec(format, name, "SYMBOL"))) {
            FeedEvent event = new FeedEvent();
            while (reader.next(event)) {
                contents.add(FeedSamples.content(event));
            }
        }
        return contents;
    }

    @ParameterizedTest
    @CsvSource({
        "crypto/cryptofeed-binance-spot-wsraw-2021-10-12.log.gz, NKNUSDT",
        "crypto/cryptofeed-binance-usdm-wsraw-2021-07-22.log.gz, SUSHIUSDT"
    })
    void shouldRejectNothingWhenReadingCryptofeedCaptures(String name, String symbol) {
        FeedTally tally = FeedSamples.tally(spec("binance-ws", name, symbol).withStrict(true));
        assertThat(tally.taken()).isPositive();
        assertThat(tally.rejected()).isZero();
        assertThat(tally.notUsed(NotUsed.OTHER_SYMBOL)).isPositive();
        assertThat(tally.notUsed(NotUsed.OTHER)).isPositive();
    }

    @Test
    void shouldNameTheColumnsWhenTheFileIsOfAnotherVenue() {
        FeedSpec spec = spec("binance-trades", "crypto/okx-btcusdt-trades-sample-2023-11-18.csv", "BTCUSDT");
        assertThatThrownBy(() -> Feeds.open(spec))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("unknown columns: trade_id/")
                .hasMessageContaining("missing columns: id, price")
                .satisfies(error -> assertThat(error.getMessage()).matches("[ -~]+"));
    }
}
