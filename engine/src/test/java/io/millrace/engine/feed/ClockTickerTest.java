package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ClockTickerTest {
    private static final long[] INTERVALS = {1_000, 60_000, 300_000};
    private static final long MIDNIGHT = 1_728_000_000;

    @Test
    void shouldBringNothingBeforeTheFirstEvent() {
        assertThat(ticks(new ClockTicker(INTERVALS, 0, 0), MIDNIGHT, false)).isEmpty();
    }

    @Test
    void shouldTickOncePerIntervalInASilence() {
        final ClockTicker ticker = after(MIDNIGHT + 500);

        assertThat(ticks(ticker, MIDNIGHT + 86_400_000, false))
                .containsExactly(MIDNIGHT + 1_000, MIDNIGHT + 60_000, MIDNIGHT + 300_000);
    }

    @Test
    void shouldTickBeforeATradeAtTheBoundary() {
        final ClockTicker ticker = after(MIDNIGHT - 500);

        assertThat(ticks(ticker, MIDNIGHT, false)).containsExactly(MIDNIGHT);
        ticker.published(MIDNIGHT, false);
        assertThat(ticks(ticker, MIDNIGHT, false)).isEmpty();
        assertThat(ticks(ticker, MIDNIGHT + 1_000, false)).containsExactly(MIDNIGHT + 1_000);
    }

    @Test
    void shouldTickAfterAllVenueBarsThatCloseAtTheBoundary() {
        final ClockTicker ticker = after(MIDNIGHT - 500);

        assertThat(ticks(ticker, MIDNIGHT, true)).isEmpty();
        ticker.published(MIDNIGHT, true);
        assertThat(ticks(ticker, MIDNIGHT, true)).isEmpty();
        ticker.published(MIDNIGHT, true);
        assertThat(ticks(ticker, MIDNIGHT + 60_000, true)).containsExactly(MIDNIGHT);
    }

    @Test
    void shouldNotTickForALateEvent() {
        final ClockTicker ticker = after(MIDNIGHT + 10_500);

        assertThat(ticks(ticker, MIDNIGHT, false)).isEmpty();
        ticker.published(MIDNIGHT, false);
        assertThat(ticks(ticker, MIDNIGHT + 11_500, false)).containsExactly(MIDNIGHT + 11_000);
    }

    @Test
    void shouldGoOnAsIfNeverInterruptedWhereverTheJournalEnds() {
        for (long seed = 1; seed <= 200; seed++) {
            final Random random = new Random(seed);
            final List<Long> whole = new ArrayList<>();
            final List<Long> interrupted = new ArrayList<>();
            ClockTicker restarted = new ClockTicker(INTERVALS, 0, 0);
            final ClockTicker uninterrupted = new ClockTicker(INTERVALS, 0, 0);
            // What the engine's state holds of what was journaled.
            long market = 0;
            long timer = 0;
            long timeMs = MIDNIGHT;
            for (int event = 0; event < 300; event++) {
                timeMs += random.nextInt(5) == 0 ? random.nextInt(900_000) : random.nextInt(3) * 500L;
                final long eventMs = random.nextInt(10) == 0 ? timeMs - random.nextInt(100_000) : timeMs;
                final boolean venueBar = random.nextInt(3) == 0;
                whole.addAll(ticks(uninterrupted, eventMs, venueBar));
                uninterrupted.published(eventMs, venueBar);

                long tick = restarted.next(eventMs, venueBar);
                while (tick != Long.MIN_VALUE) {
                    interrupted.add(tick);
                    timer = tick;
                    if (random.nextInt(4) == 0) {
                        restarted = new ClockTicker(INTERVALS, market, timer);
                    }
                    tick = restarted.next(eventMs, venueBar);
                }
                restarted.published(eventMs, venueBar);
                market = Math.max(market, venueBar ? eventMs - 1 : eventMs);
                if (random.nextInt(4) == 0) {
                    restarted = new ClockTicker(INTERVALS, market, timer);
                }
            }
            assertThat(interrupted).as("seed %d", seed).isEqualTo(whole);
        }
    }

    private static ClockTicker after(final long eventTimeNs) {
        final ClockTicker ticker = new ClockTicker(INTERVALS, 0, 0);
        ticker.published(eventTimeNs, false);
        return ticker;
    }

    private static List<Long> ticks(final ClockTicker ticker, final long eventTimeNs, final boolean venueBar) {
        final List<Long> ticks = new ArrayList<>();
        long tick = ticker.next(eventTimeNs, venueBar);
        while (tick != Long.MIN_VALUE) {
            ticks.add(tick);
            tick = ticker.next(eventTimeNs, venueBar);
        }
        return ticks;
    }
}
