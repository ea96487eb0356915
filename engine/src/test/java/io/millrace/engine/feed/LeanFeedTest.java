package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.input.FeedEvent;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LeanFeedTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @TempDir
    Path directory;

    private FeedSpec spec(String format, String name, String text) {
        return FeedSpec.of(format, FeedSamples.write(directory, name, text), "SPY", "US");
    }

    @Test
    void shouldReadTradesWhenDateIsInTheName() {
        FeedSpec spec = spec(
                "lean-trades",
                "spy-2013-10-08.csv",
                "14417034,1674200,210,Q,2000,0\n14726965.5,1673300,200,NQ,20002020,1");
        assertThat(FeedSamples.readAll(spec))
                .containsExactly(
                        "1 TRADE t=1381219217034000000 id=-1 p=1674200 q=210 side=0 cond=8192 venue=81 susp=false",
                        "2 TRADE t=1381219526965500000 id=-1 p=1673300 q=200 side=0 cond=536879136 venue=20814"
                                + " susp=true");
    }

    @Test
    void shouldReadQuotesWhenASideIsAbsent() {
        FeedSpec spec = spec(
                "lean-quotes",
                "20131007_quote.csv",
                "14400151,0,0,140200,500,Q,1,0\n14400554,138400,700,0,0,P,,0\n14400555,138400,700,138300,200,P,ff,0\n");
        assertThat(FeedSamples.readAll(spec))
                .containsExactly(
                        "1 QUOTE t=1381132800151000000 id=-1 bid=0x0 ask=140200x500 cond=1 venue=81 susp=false",
                        "2 QUOTE t=1381132800554000000 id=-1 bid=138400x700 ask=0x0 cond=0 venue=80 susp=false",
                        "3 QUOTE t=1381132800555000000 id=-1 bid=138400x700 ask=138300x200 cond=255 venue=80"
                                + " susp=false");
    }

    @Test
    void shouldScalePricesWhenExponentsAreTheUsers() {
        FeedSpec spec =
                spec("lean-trades", "20131008.csv", "14417034,1674200,210,Q,2000,0\n14417034,1674250,1,Q,0,0\n");
        FeedEvent fine = FeedSamples.first(spec.withExponents(-8, -2));
        assertThat(fine.price).isEqualTo(16742000000L);
        assertThat(fine.quantity).isEqualTo(21000L);
        FeedTally coarse = FeedSamples.tally(spec.withExponents(-2, 0));
        assertThat(coarse.taken()).isEqualTo(1);
        assertThat(coarse.rejected(RejectReason.DOES_NOT_FIT)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-03-10, 01:59:59.999",
        "2024-03-10, 03:00:00",
        "2024-03-10, 02:30:00",
        "2024-11-03, 00:59:59",
        "2024-11-03, 01:30:00",
        "2024-11-03, 02:00:00",
        "2024-07-01, 09:30:00",
        "2024-12-02, 16:00:00"
    })
    void shouldFollowTheClockOnTheWallWhenClocksChange(String day, String time) {
        LocalTime clock = LocalTime.parse(time);
        long ms = clock.toNanoOfDay() / 1_000_000;
        FeedSpec spec =
                spec("lean-trades", "x.csv", ms + ",1674200,210,Q,2000,0\n").withOption("date", day);
        long expected =
                LocalDate.parse(day).atTime(clock).atZone(NEW_YORK).toInstant().toEpochMilli();
        assertThat(FeedSamples.first(spec).eventTimeNs).isEqualTo(expected * 1_000_000);
    }

    @Test
    void shouldTakeZoneAndDateWhenGivenAsOptions() {
        FeedSpec spec = spec("lean-trades", "spy-2013-10-08.csv", "3600000,1674200,210,Q,2000,0\n")
                .withOption("date", "2020-01-02")
                .withOption("timeZone", "UTC");
        assertThat(FeedSamples.first(spec).eventTimeNs).isEqualTo(1577926800000000000L);
    }

    @Test
    void shouldTakeDateOfTheEntryWhenTheZipHasNone() {
        Path file = FeedSamples.write(
                directory, "spy.zip", FeedSamples.zip("20131008_spy_Trade_Tick.csv", "14417034,1674200,210,Q,2000,0"));
        assertThat(FeedSamples.first(FeedSpec.of("lean-trades", file, "SPY", "US")).eventTimeNs)
                .isEqualTo(1381219217034000000L);
    }

    @Test
    void shouldSayHowToGiveTheDateWhenThereIsNone() {
        FeedSpec spec = spec("lean-trades", "spy-99999999-20131399.csv", "14417034,1674200,210,Q,2000,0\n");
        assertThatThrownBy(() -> Feeds.open(spec))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("--date yyyy-mm-dd");
        assertThatThrownBy(() -> Feeds.open(spec.withOption("date", "2013-13-01")))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("date='2013-13-01'");
        assertThatThrownBy(() -> Feeds.open(spec.withOption("date", "9999-01-01")))
                .isInstanceOf(ConfigurationError.class);
        assertThatThrownBy(() ->
                        Feeds.open(spec.withOption("date", "2013-10-08").withOption("timeZone", "America/Newyork")))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("timeZone='America/Newyork'");
        assertThatThrownBy(
                        () -> Feeds.open(spec.withOption("date", "2013-10-08").withExponents(15, 0)))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("at most 14");
    }

    @ParameterizedTest
    @CsvSource({
        "'86400000,1674200,210,Q,2000,0', BAD_TIME",
        "'-1,1674200,210,Q,2000,0', BAD_TIME",
        "'noon,1674200,210,Q,2000,0', BAD_TIME",
        "'14417034,0,210,Q,2000,0', BAD_PRICE",
        "'14417034,16742.5,210,Q,2000,0', DOES_NOT_FIT",
        "'14417034,1674200,0,Q,2000,0', BAD_QUANTITY",
        "'14417034,1674200,-5,Q,2000,0', BAD_QUANTITY",
        "'14417034,1674200,210,NASDAQ,2000,0', MALFORMED_LINE",
        "'14417034,1674200,210,Q,20g0,0', MALFORMED_NUMBER",
        "'14417034,1674200,210,Q,123456789,0', MALFORMED_NUMBER",
        "'14417034,1674200,210,Q,2000,2', MALFORMED_LINE",
        "'14417034,1674200,210,Q,2000,', MALFORMED_LINE",
        "'14417034,1674200,210,Q,2000', MALFORMED_LINE",
        "'14417034,1674200,210,Q,2000,0,0', MALFORMED_LINE"
    })
    void shouldRejectWithReasonWhenTradeIsBad(String line, RejectReason reason) {
        FeedTally tally = FeedSamples.tally(spec("lean-trades", "20131008.csv", line + "\n"));
        assertThat(tally.firstRejections()).extracting(Rejection::reason).containsExactly(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'14400151,0,5,140200,500,Q,1,0', BAD_PRICE",
        "'14400151,-1,0,140200,500,Q,1,0', BAD_PRICE",
        "'14400151,138400,-7,140200,500,Q,1,0', BAD_QUANTITY",
        "'14400151,138400,7,140200,x,Q,1,0', MALFORMED_NUMBER",
        "'14400151,138400,7,inf,5,Q,1,0', NOT_FINITE"
    })
    void shouldRejectWithReasonWhenQuoteIsBad(String line, RejectReason reason) {
        FeedTally tally = FeedSamples.tally(spec("lean-quotes", "20131008.csv", line + "\n"));
        assertThat(tally.firstRejections()).extracting(Rejection::reason).containsExactly(reason);
    }
}
