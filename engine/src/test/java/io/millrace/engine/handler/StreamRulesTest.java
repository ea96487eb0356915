package io.millrace.engine.handler;

import static io.millrace.engine.testing.MarketEvent.bar;
import static io.millrace.engine.testing.MarketEvent.quote;
import static io.millrace.engine.testing.MarketEvent.trade;
import static io.millrace.engine.testing.RandomMarket.MINUTE_NS;
import static io.millrace.engine.testing.RandomMarket.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.testing.ChainHarness;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.Runs;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules that the documentation states, one by one. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StreamRulesTest {
    private static final long DAY_NS = 1_440 * MINUTE_NS;
    /** A midnight. */
    private static final long T = 19_700 * DAY_NS;

    private final ChainHarness engine =
            new ChainHarness(Runs.config("bars", "[1s, 1m, 5m, 1d]", "indicators", "[]", "rules", "[]"));

    @BeforeEach
    void defineInstrumentAndFeed() {
        engine.define(1, "SPY");
        engine.start(1, 77);
    }

    @Test
    void shouldHaveNoGapAtTheFirstId() {
        assertThat(offer(trade(T, 5_000, 100, 1))).isEmpty();
    }

    @Test
    void shouldTellOfAGapAndStillTakeTheMissingIdLater() {
        offer(trade(T, 1, 100, 1));
        assertThat(offer(trade(T, 4, 100, 1)))
                .singleElement()
                .asString()
                .contains("GAP", "expected=2 actual=4 count=2");
        assertThat(offer(trade(T, 3, 100, 1))).isEmpty();
        assertThat(engine.state().global().trades()).isEqualTo(3);
        offer(trade(T, 3, 100, 1));
        assertThat(engine.duplicates()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeTheLargestIdThereIsForAGap() {
        offer(trade(T, Long.MAX_VALUE - 1, 100, 1));
        assertThat(offer(trade(T, Long.MAX_VALUE, 100, 1))).isEmpty();
        assertThat(offer(trade(T, Long.MAX_VALUE - 5, 100, 1))).isEmpty();
        assertThat(engine.state().global().trades()).isEqualTo(3);
    }

    @Test
    void shouldTellOfALateStreamOnceUntilItHasCaughtUp() {
        offer(trade(T + 10, -1, 100, 1));
        assertThat(offer(trade(T + 5, -1, 100, 1))).singleElement().asString().contains("OUT_OF_ORDER", "TRADES");
        assertThat(offer(trade(T + 6, -1, 100, 1))).isEmpty();
        assertThat(offer(trade(T + 10, -1, 100, 1))).isEmpty();
        assertThat(offer(trade(T + 9, -1, 100, 1))).hasSize(1);
    }

    @Test
    void shouldKeepTheTopOfTheBookFromALateQuote() {
        offer(quote(T + 10, 7, 200, 3));
        offer(quote(T + 5, 8, 100, 4));
        assertThat(engine.state().instrument(1).bidPrice()).isEqualTo(200);
        assertThat(engine.state().instrument(1).askPrice()).isEqualTo(205);
        assertThat(engine.state().instrument(1).quoteId()).isEqualTo(8);
        offer(quote(T + 20, 8, 100, 4));
        assertThat(engine.duplicates()).isEqualTo(1);
    }

    @Test
    void shouldPutATradeAtTheBoundaryIntoTheNextBar() {
        offer(trade(T - 1, -1, 100, 1));
        assertThat(offer(trade(T, -1, 110, 2)))
                .hasSize(4)
                .allSatisfy(bar -> assertThat(bar).contains("100/100/100/100 volume=1 count=1"));
    }

    @Test
    void shouldCloseByTheTimerInTheOrderOfTheIntervals() {
        offer(trade(T + 1, -1, 100, 1));
        engine.clock(T + SECOND_NS - 1);
        assertThat(engine.takeOutputs()).isEmpty();
        engine.clock(T + SECOND_NS);
        assertThat(engine.takeOutputs()).singleElement().asString().contains("interval=" + SECOND_NS);
        engine.clock(T + DAY_NS);
        assertThat(engine.takeOutputs())
                .extracting(bar -> bar.replaceAll(".*interval=(\\d+) .*", "$1"))
                .containsExactly("" + MINUTE_NS, "" + 5 * MINUTE_NS, "" + DAY_NS);
    }

    @Test
    void shouldCountALateTradeInTheOpenBarOnly() {
        offer(trade(T + 70 * SECOND_NS, -1, 100, 1));
        offer(trade(T + 61 * SECOND_NS, -1, 90, 5));
        offer(trade(T + 59 * SECOND_NS, -1, 80, 7));
        engine.clock(T + 2 * MINUTE_NS);
        assertThat(engine.takeOutputs())
                .filteredOn(line -> line.contains("interval=" + MINUTE_NS))
                .singleElement()
                .asString()
                .contains("open=" + (T + MINUTE_NS), "100/100/90/90 volume=6 count=2");
    }

    @Test
    void shouldNotOpenABarThatTheTimerHasPassed() {
        engine.clock(T + MINUTE_NS);
        offer(trade(T + 30 * SECOND_NS, -1, 100, 1));
        engine.clock(T + 5 * MINUTE_NS);
        assertThat(engine.takeOutputs()).singleElement().asString().contains("interval=" + 5 * MINUTE_NS);
    }

    @Test
    void shouldHoldTheVolumeAtItsLargestValue() {
        offer(trade(T, -1, 100, Long.MAX_VALUE));
        offer(trade(T, -1, 100, 2));
        offer(trade(T, -1, 100, Long.MAX_VALUE));
        engine.clock(T + SECOND_NS);
        assertThat(engine.takeOutputs())
                .singleElement()
                .asString()
                .contains("volume=" + Long.MAX_VALUE + " saturated count=3");
    }

    @Test
    void shouldCloseDaysThatDoNotBeginAtMidnightAsTheyCome() {
        final long open = T + 1_110 * MINUTE_NS;
        for (int day = 0; day < 3; day++) {
            assertThat(offer(bar(open + day * DAY_NS, DAY_NS, 100 + day, 5)))
                    .singleElement()
                    .asString()
                    .contains("EXTERNAL", "interval=" + DAY_NS, "open=" + (open + day * DAY_NS));
            engine.clock(open + (day + 1) * DAY_NS);
            assertThat(engine.takeOutputs()).isEmpty();
        }
    }

    @Test
    void shouldBuildLongerBarsFromTheVenuesAndCloseThemWithTheirLastPart() {
        for (int minute = 0; minute < 4; minute++) {
            assertThat(offer(bar(T + minute * MINUTE_NS, MINUTE_NS, 100 + minute, 1)))
                    .hasSize(1);
        }
        assertThat(offer(bar(T + 4 * MINUTE_NS, MINUTE_NS, 90, 1)))
                .hasSize(2)
                .last()
                .asString()
                .contains("interval=" + 5 * MINUTE_NS, "100/110/83/90 volume=5");
    }

    @Test
    void shouldWriteALateVenueBarAndKeepItFromTheLongerOnes() {
        offer(bar(T + MINUTE_NS, MINUTE_NS, 100, 1));
        assertThat(offer(bar(T, MINUTE_NS, 500, 9)))
                .hasSize(2)
                .satisfiesExactly(
                        status -> assertThat(status).contains("OUT_OF_ORDER", "BARS"),
                        late -> assertThat(late).contains("open=" + T + " 500/507/493/500"));
        assertThat(offer(bar(T + 4 * MINUTE_NS, MINUTE_NS, 100, 1)))
                .last()
                .asString()
                .contains("interval=" + 5 * MINUTE_NS, "100/107/93/100 volume=2");
    }

    @Test
    void shouldLetBarsOfASecondIntervalDisturbNothing() {
        offer(bar(T, MINUTE_NS, 100, 1));
        assertThat(offer(bar(T, 5 * MINUTE_NS, 100, 1))).isEmpty();
        assertThat(offer(bar(T + MINUTE_NS, MINUTE_NS, 100, 1))).hasSize(1);
        assertThat(offer(bar(T + MINUTE_NS, 5 * MINUTE_NS, 100, 1))).isEmpty();
        assertThat(engine.duplicates()).isZero();
        assertThat(engine.state().global().externalBars()).isEqualTo(4);
    }

    @Test
    void shouldThrowAtNumbersThatWereNeverGiven() {
        assertThatThrownBy(() -> engine.event(trade(T, 1, 1, 1), 2, 1, 1)).hasMessageContaining("instrument 2");
        assertThatThrownBy(() -> engine.event(trade(T, 1, 1, 1), 1, 2, 1)).hasMessageContaining("feed 2");
        assertThatThrownBy(() -> engine.event(trade(T, 1, 1, 1), 1, 0, 1)).hasMessageContaining("feed 0");
        assertThatThrownBy(() -> engine.start(3, 9)).hasMessageContaining("the next id is 2");
        assertThatThrownBy(() -> engine.define(7, "X")).hasMessageContaining("the next id is 2");
    }

    private List<String> offer(final MarketEvent event) {
        engine.event(event, 1, 1, 1);
        return engine.takeOutputs();
    }
}
