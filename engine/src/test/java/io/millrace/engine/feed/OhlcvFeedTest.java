package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.input.FeedEvent;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class OhlcvFeedTest {

    private static final long MINUTE_NS = 60_000_000_000L;

    @TempDir
    Path directory;

    private FeedSpec spec(String text) {
        return FeedSpec.of("ohlcv", FeedSamples.write(directory, "bars.csv", text), "INFY", "NSE");
    }

    private static long ns(String instant) {
        return Instant.parse(instant).toEpochMilli() * 1_000_000;
    }

    @Test
    void shouldReadNseMinutesWhenRowsAreOutOfOrderAndOthersMixedIn() {
        FeedSpec spec = spec("""
            Code,Date,Open,High,Low,Close,Volume
            INFY,2016-08-16 09:16:00, 1031.9, 1034.2, 1031.15, 1031.85, 278859
            INFY,2016-08-16 09:15:00, 1041.55, 1041.55, 1028.05, 1031.35, 527702.5
            TCS,2016-08-16 09:15:00, 2641.55, 2641.55, 2628.05, 2631.35, 1
            """).withOption("preset", "nse-minute");
        assertThat(FeedSamples.readAll(spec))
                .containsExactly(
                        "2 BAR t=1471319220000000000 open=1471319160000000000+60000000000"
                                + " ohlc=103190000000/103420000000/103115000000/103185000000 v=27885900000000 n=-1",
                        "3 BAR t=1471319160000000000 open=1471319100000000000+60000000000"
                                + " ohlc=104155000000/104155000000/102805000000/103135000000 v=52770250000000 n=-1");
        assertThat(FeedSamples.tally(spec).firstRejections())
                .extracting(Rejection::reason)
                .containsExactly(RejectReason.UNKNOWN_SYMBOL);
    }

    @Test
    void shouldReadNseDaysWhenTimeHasAnOffset() {
        FeedSpec spec = spec("""
            timestamp,open,high,low,close,volume,oi
            2020-10-01 00:00:00+05:30,1020.6,1026.5,1011.75,1017.65,5563432,0
            """).withOption("preset", "nse-daily");
        FeedEvent event = FeedSamples.first(spec);
        assertThat(event.openTimeNs).isEqualTo(ns("2020-09-30T18:30:00Z"));
        assertThat(event.eventTimeNs).isEqualTo(ns("2020-10-01T18:30:00Z"));
        assertThat(event.volume).isEqualTo(556343200000000L);
    }

    @Test
    void shouldReadKrakenWhenThereIsNoHeader() {
        FeedSpec spec = spec("1672531200,16535.97,16535.97,16522.66,16522.66,0.01429883,2\n");
        String expected = "1 BAR t=1672531260000000000 open=1672531200000000000+60000000000"
                + " ohlc=1653597000000/1653597000000/1652266000000/1652266000000 v=1429883 n=2";
        assertThat(FeedSamples.readAll(spec.withOption("preset", "kraken").withOption("interval", "1m")))
                .containsExactly(expected);
        assertThat(FeedSamples.readAll(spec.withOption("interval", "1m"))).containsExactly(expected);
    }

    @Test
    void shouldReadBinanceUsAndZeroVolumeWhenPresetSaysSo() {
        FeedSpec spec = spec("""
            open_time,open,high,low,close,volume
            2023-03-01 00:00:00+00:00,23144.78,23152.48,23133.11,23143.72,0.0
            """).withOption("preset", "binance-us").withOption("interval", "1m");
        FeedEvent event = FeedSamples.first(spec);
        assertThat(event.openTimeNs).isEqualTo(ns("2023-03-01T00:00:00Z"));
        assertThat(event.volume).isZero();
    }

    @Test
    void shouldReadUnnamedTimeColumnWhenNothingIsSaid() {
        FeedSpec spec = spec(",Open,High,Low,Close,Volume\n2004-08-19,100,104.06,95.96,100.34,22351900\n")
                .withOption("interval", "1d");
        FeedEvent event = FeedSamples.first(spec);
        assertThat(event.openTimeNs).isEqualTo(ns("2004-08-19T00:00:00Z"));
        assertThat(event.close).isEqualTo(10034000000L);
        assertThat(event.tradeCount).isEqualTo(FeedEvent.NONE);
        FeedSpec named = spec.withOption("columns", "time=,open=open,high=high,low=low,close=close,volume=volume");
        assertThat(FeedSamples.readAll(named)).isEqualTo(FeedSamples.readAll(spec));
    }

    @Test
    void shouldTakeTimeAsTheEndWhenToldSo() {
        FeedSpec spec = spec("time,open,high,low,close\n1672531260,1,1,1,1\n")
                .withOption("interval", "1m")
                .withOption("barTime", "close");
        FeedEvent event = FeedSamples.first(spec);
        assertThat(event.eventTimeNs).isEqualTo(1672531260_000_000_000L);
        assertThat(event.openTimeNs).isEqualTo(1672531260_000_000_000L - MINUTE_NS);
        assertThat(event.volume).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "s, 1672531200, 1672531200000000000",
        "s, 1672531200.25, 1672531200250000000",
        "ms, 1672531200000, 1672531200000000000",
        "us, 1672531200000001, 1672531200000001000",
        "ns, 1672531200000000001, 1672531200000000001",
        "iso, 2023-01-01T00:00Z, 1672531200000000000",
        "iso, 2023-01-01 05:30:00.5, 1672531200500000000",
        "dd.MM.yyyy HH:mm, 01.01.2023 05:30, 1672531200000000000",
        "dd-MMM-yyyy, 01-JAN-2023, 1672511400000000000",
        "yyyy-MM-dd HH:mm:ssXXX, 2023-01-01 01:00:00+01:00, 1672531200000000000",
        "auto, 20230101, 1672511400000000000",
        "auto, 2023-01-01, 1672511400000000000",
        "auto, 1672531200000, 1672531200000000000",
        "auto, 1672531200000000, 1672531200000000000",
        "auto, 1672531200000000000, 1672531200000000000"
    })
    void shouldReadTimesWhenFormatIs(String format, String time, long expected) {
        FeedSpec spec = spec("time,open,high,low,close,volume\n" + time + ",1,1,1,1,1\n")
                .withOption("interval", "1m")
                .withOption("timeFormat", format)
                .withOption("timeZone", "Asia/Kolkata");
        assertThat(FeedSamples.first(spec).openTimeNs).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'1672531200,10,9,8,10,1', INCONSISTENT_BAR",
        "'1672531200,10,11,10.5,11,1', INCONSISTENT_BAR",
        "'1672531200,10,11,8,9,-1', BAD_QUANTITY",
        "'1672531200,0,11,0,9,1', BAD_PRICE",
        "'1672531200,10,11,8,nan,1', NOT_FINITE",
        "'1672531200,10,11,8,,1', MALFORMED_NUMBER",
        "'1672531200,10,11,8,9,99999999999', DOES_NOT_FIT",
        "'soon,10,11,8,9,1', BAD_TIME",
        "'1672531200,10,11,8,9', MALFORMED_LINE",
        "'1672531200,10,11,8,9,1,1', MALFORMED_LINE"
    })
    void shouldRejectWithReasonWhenBarIsBad(String line, RejectReason reason) {
        String good = "1672531200,10,11,8,9,1\n";
        FeedTally tally = FeedSamples.tally(spec("time,open,high,low,close,volume\n" + good + line + "\n" + good)
                .withOption("interval", "1m"));
        assertThat(tally.firstRejections()).extracting(Rejection::reason).containsExactly(reason);
        assertThat(tally.taken()).isEqualTo(2);
    }

    @Test
    void shouldRejectWhenTradeCountIsNegativeOrTooLarge() {
        FeedTally tally = FeedSamples.tally(
                spec("1672531200,1,1,1,1,1,-1\n1672531200,1,1,1,1,1,3000000000\n1672531200,1,1,1,1,1,2147483647\n")
                        .withOption("interval", "1m"));
        assertThat(tally.firstRejections())
                .extracting(Rejection::reason)
                .containsExactly(RejectReason.MALFORMED_NUMBER, RejectReason.DOES_NOT_FIT);
        assertThat(tally.taken()).isEqualTo(1);
    }

    @Test
    void shouldUseColumnNumbersWhenThereIsNoHeader() {
        FeedSpec spec = spec("x,9,1672531200,10,11,8\n")
                .withOption("interval", "1m")
                .withOption("header", "no")
                .withOption("columns", "time=3,open=4,high=5,low=6,close=2");
        assertThat(FeedSamples.first(spec).close).isEqualTo(900000000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "preset|upstox|nse-minute, nse-daily, kraken, binance-us",
                "interval|1 fortnight|such as 1s, 1m",
                "interval|0m|too short",
                "header|maybe|choose auto, yes or no",
                "barTime|middle|choose open or close",
                "timeFormat|qqqqqq|or a pattern",
                "columns|time=time,open=open|does not name high, low, close",
                "columns|when=time|keys time, open, high, low, close, volume, count, symbol",
                "columns|time=time,open=open,high=high,low=low,close=last|no column for close=last; the header has"
                        + " time, open, high, low, close"
            })
    void shouldSayWhatIsAllowedWhenAnOptionIsWrong(String key, String value, String message) {
        FeedSpec spec = spec("time,open,high,low,close\n1672531260,1,1,1,1\n")
                .withOption("interval", "1m")
                .withOption(key, value);
        assertThatThrownBy(() -> Feeds.open(spec))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining(message)
                .hasMessageContaining(value.substring(0, value.indexOf('=') < 0 ? value.length() : value.indexOf('=')))
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
    }

    @Test
    void shouldAskForTheIntervalWhenItIsNotGiven() {
        assertThatThrownBy(() -> Feeds.open(spec("time,open,high,low,close\n1,1,1,1,1\n")))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("--feed-option interval=1m");
    }

    @Test
    void shouldNameTheColumnsWhenTheHeaderHasOthers() {
        FeedSpec spec = spec("when,open,high,low,close\n1,1,1,1,1\n").withOption("interval", "1m");
        assertThatThrownBy(() -> Feeds.open(spec))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("no column for time; the header has when, open, high, low, close");
        FeedSpec few = spec("1672531200,1,1\n").withOption("interval", "1m");
        assertThatThrownBy(() -> Feeds.open(few))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("3 columns");
        FeedSpec names = spec("1672531200,1,1,1,1\n")
                .withOption("interval", "1m")
                .withOption("columns", "time=Date,open=2,high=3,low=4,close=5");
        assertThatThrownBy(() -> Feeds.open(names))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("time=Date");
    }
}
