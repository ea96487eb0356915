package io.millrace.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.RecordHandler;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MarketDaysTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 30);
    private static final long DAY_NS = Duration.ofDays(1).toNanos();
    private static final int TICKS = 50_000;

    @Test
    void shouldFillTheWholeDayInOrder() {
        final Taken taken = Taken.of(DAY);

        assertThat(taken.timesNs).isSorted().hasSize(TICKS + TICKS / 250);
        assertThat(Math.floorDiv(taken.timesNs.get(0), DAY_NS)).isEqualTo(DAY.toEpochDay());
        assertThat(taken.timesNs.get(taken.timesNs.size() - 1))
                .isEqualTo(DAY.plusDays(1).toEpochDay() * DAY_NS - 1);
        assertThat(taken.count(SignalDecoder.TEMPLATE_ID)).isEqualTo(TICKS / 250);
        assertThat((double) taken.count(TradeDecoder.TEMPLATE_ID) / TICKS).isEqualTo(0.6, within(0.01));
    }

    @Test
    void shouldGiveTheFirstInstrumentAFifthAndTheLastAThreeHundredth() {
        final Map<Integer, Integer> trades = Taken.of(DAY).tradesOf;

        assertThat(trades).hasSize(MarketDays.INSTRUMENTS);
        final double all = trades.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(trades.get(1) / all).isEqualTo(0.211, within(0.02));
        assertThat(trades.get(MarketDays.INSTRUMENTS) / all).isEqualTo(0.0033, within(0.0015));
    }

    @Test
    void shouldMakeEachDayAnotherAndTheSameDayAgain() {
        assertThat(Taken.of(DAY).prices).isEqualTo(Taken.of(DAY).prices);
        assertThat(Taken.of(DAY).prices).isNotEqualTo(Taken.of(DAY.minusDays(1)).prices);
        assertThat(Taken.of(DAY).timesOfDay())
                .isEqualTo(Taken.of(DAY).timesOfDay())
                .isNotEqualTo(Taken.of(DAY.minusDays(1)).timesOfDay());
    }

    @Test
    void shouldGoOnWithTheSequence() {
        final List<Long> sequences = new ArrayList<>();
        final MarketDays market = new MarketDays(10, 5);
        final RecordHandler out = (sequence, templateId, buffer, offset, length) -> sequences.add(sequence);

        market.define(DAY, out);
        market.day(DAY, out);
        market.day(DAY.plusDays(1), out);

        assertThat(sequences).hasSize(MarketDays.INSTRUMENTS + 1 + 24).doesNotHaveDuplicates();
        assertThat(sequences.get(sequences.size() - 1)).isEqualTo(sequences.size());
    }

    private static final class Taken implements RecordHandler {
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final TradeDecoder trade = new TradeDecoder();
        private final List<Long> timesNs = new ArrayList<>();
        private final List<Long> prices = new ArrayList<>();
        private final Map<Integer, Integer> kinds = new HashMap<>();
        private final Map<Integer, Integer> tradesOf = new HashMap<>();

        static Taken of(final LocalDate day) {
            final Taken taken = new Taken();
            new MarketDays(TICKS, 250).day(day, taken);
            return taken;
        }

        List<Long> timesOfDay() {
            return timesNs.stream().map(timeNs -> timeNs % DAY_NS).toList();
        }

        int count(final int templateId) {
            return kinds.getOrDefault(templateId, 0);
        }

        @Override
        public void onRecord(
                final long sequence,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            timesNs.add(Records.eventTimeNs(buffer, offset));
            kinds.merge(templateId, 1, Integer::sum);
            if (templateId == TradeDecoder.TEMPLATE_ID) {
                trade.wrapAndApplyHeader(buffer, offset, header);
                prices.add(trade.price());
                tradesOf.merge(trade.instrumentId(), 1, Integer::sum);
            }
        }
    }
}
