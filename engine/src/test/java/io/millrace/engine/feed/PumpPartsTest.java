package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.input.Instrument;
import io.millrace.engine.testing.ChainHarness;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.Runs;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The small parts of the pump: pace, instruments, numbers in the journal. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class PumpPartsTest {

    @Test
    void shouldReadAPace() {
        assertThat(Pace.parse("max"))
                .isEqualTo(Pace.MAX)
                .satisfies(pace -> assertThat(pace.isMax()).isTrue());
        assertThat(Pace.parse("Recorded")).isEqualTo(Pace.RECORDED);
        assertThat(Pace.parse("50x").multiple()).isEqualTo(50);
        assertThat(Pace.parse("0.5X").multiple()).isEqualTo(0.5);
        for (final String wrong : new String[] {"", "x", "0x", "-1x", "NaNx", "Infinityx", "2e9x", "fast", "50"}) {
            assertThatThrownBy(() -> Pace.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(ConfigurationError.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void shouldHoldEventsBackAtThePace() {
        final PacedClock clock = new PacedClock(new Pace(10), SystemNanoClock.INSTANCE);
        final long startNs = System.nanoTime();
        clock.awaitDue(1_000_000_000L, () -> false);
        assertThat(System.nanoTime() - startNs).isLessThan(100_000_000L);
        clock.awaitDue(2_000_000_000L, () -> false);
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(100_000_000L);
    }

    @Test
    void shouldStopWaitingWhenAskedTo() {
        final PacedClock clock = new PacedClock(Pace.RECORDED, SystemNanoClock.INSTANCE);
        final AtomicBoolean stopped = new AtomicBoolean();
        clock.awaitDue(1, stopped::get);
        stopped.set(true);
        final long startNs = System.nanoTime();
        clock.awaitDue(3_600_000_000_000L, stopped::get);
        assertThat(System.nanoTime() - startNs).isLessThan(5_000_000_000L);
    }

    @Test
    void shouldTellTheAssetsOfASymbol() {
        expectAssets("BTCUSDT", "BTC", "USDT");
        expectAssets("BTC-USD", "BTC", "USD");
        expectAssets("BTCUSD_PERP", "BTC", "USD");
        expectAssets("ETHBTC", "ETH", "BTC");
        expectAssets("SPY", "SPY", "");
        expectAssets("USDT", "USDT", "");
        expectAssets("M&M", "MM", "");
        expectAssets("A-SYMBOL-THAT-IS-RATHER-LONG", "ASYMBOLTHATISRAT", "");
    }

    private static void expectAssets(final String symbol, final String base, final String quote) {
        final Instrument instrument = new Instrument(symbol, "TEST", -2, 0);
        assertThat(instrument.baseAsset()).as(symbol).isEqualTo(base);
        assertThat(instrument.quoteAsset()).as(symbol).isEqualTo(quote);
    }

    @Test
    void shouldRefuseAnInstrumentThatNoRecordCanHold() {
        assertThatThrownBy(() -> new Instrument("", "TEST", 0, 0)).isInstanceOf(ConfigurationError.class);
        assertThatThrownBy(() -> new Instrument("S".repeat(33), "TEST", 0, 0)).hasMessageContaining("1 to 32");
        assertThatThrownBy(() -> new Instrument("S", "V".repeat(17), 0, 0)).hasMessageContaining("1 to 16");
        assertThatThrownBy(() -> new Instrument("Sé", "TEST", 0, 0)).hasMessageContaining("printable ASCII");
        assertThatThrownBy(() -> new Instrument("S", "TEST", -99, 0)).hasMessageContaining("price exponent -99");
        assertThatThrownBy(() -> new Instrument("S", "TEST", 0, 99)).hasMessageContaining("quantity exponent 99");
        assertThat(new Instrument("S".repeat(32), "V".repeat(16), -18, 18)).isNotNull();
    }

    @Test
    void shouldKnowTheNumbersThatTheJournalHas() {
        final ChainHarness engine = new ChainHarness(Runs.config());
        engine.define(1, "AAA");
        engine.start(1, 77);
        engine.event(MarketEvent.trade(1_000_000_000L, -1, 100, 1), 1, 1, 42);
        final JournalNames names = new JournalNames(engine.state());

        final Instrument known = new Instrument("AAA", "TEST", -2, 0);
        assertThat(names.instrumentId(known)).isEqualTo(1);
        assertThat(names.instrumentId(new Instrument("AAA", "OTHER", -2, 0))).isZero();
        assertThat(names.addInstrument(new Instrument("AAA", "OTHER", -2, 0))).isEqualTo(2);
        assertThat(names.instrumentId(new Instrument("AAA", "OTHER", -2, 0))).isEqualTo(2);
        assertThatThrownBy(() -> names.instrumentId(new Instrument("AAA", "TEST", -8, 0)))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("use those of the journal");

        assertThat(names.feedId(77)).isEqualTo(1);
        assertThat(names.position(77)).isEqualTo(42);
        assertThat(names.position(78)).isZero();
        assertThat(names.feedId(78)).isEqualTo(2);
        names.position(78, 9);
        names.position(78, 5);
        assertThat(names.position(78)).isEqualTo(9);
    }
}
