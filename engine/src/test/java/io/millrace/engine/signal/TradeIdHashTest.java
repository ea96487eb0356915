package io.millrace.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.codec.Action;
import io.millrace.journal.record.TradeIds;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TradeIdHashTest {
    private static final long EVENT_TIME_NS = 1_734_705_052_123_456_789L;

    @Test
    void shouldKeepItsValues() {
        // Trade ids are in journals and archives: these values may never change.
        assertThat(TradeIdHash.of(1, 1, EVENT_TIME_NS, 1, Action.BUY)).isEqualTo(0x1e63d1c2);
        assertThat(TradeIdHash.of(1, 1, EVENT_TIME_NS, 1, Action.SELL)).isEqualTo(0x51411a99);
        assertThat(TradeIdHash.of(65_535, 256, Long.MAX_VALUE, 128, Action.SELL))
                .isEqualTo(0xcf4195b2);
        assertThat(TradeIds.format("BTC", EVENT_TIME_NS, TradeIdHash.of(1, 1, EVENT_TIME_NS, 1, Action.BUY)))
                .isEqualTo("BTC_20241220_143052_1e63d1c2");
    }

    @Test
    void shouldTellFieldsApart() {
        Set<Integer> hashes = new HashSet<>();
        for (int engineId = 1; engineId <= 5; engineId++) {
            for (int instrumentId = 1; instrumentId <= 5; instrumentId++) {
                for (int ruleId = 1; ruleId <= 5; ruleId++) {
                    for (long second = 0; second < 5; second++) {
                        for (Action action : new Action[] {Action.BUY, Action.SELL}) {
                            hashes.add(TradeIdHash.of(
                                    engineId, instrumentId, EVENT_TIME_NS + second * 1_000_000_000L, ruleId, action));
                        }
                    }
                }
            }
        }
        assertThat(hashes).hasSize(5 * 5 * 5 * 5 * 2);
    }

    @Test
    void shouldFlipAboutHalfTheBitsForEachBitOfEachField() {
        int trials = 2_000;
        for (int bit = 0; bit < 64 + 16 + 16 + 8; bit++) {
            long flipped = 0;
            for (int i = 0; i < trials; i++) {
                long timeNs = EVENT_TIME_NS + i * 60_000_000_000L;
                int before = TradeIdHash.of(1, 2, timeNs, 3, Action.BUY);
                int after;
                if (bit < 64) {
                    after = TradeIdHash.of(1, 2, timeNs ^ (1L << bit), 3, Action.BUY);
                } else if (bit < 80) {
                    after = TradeIdHash.of(1 ^ (1 << (bit - 64)), 2, timeNs, 3, Action.BUY);
                } else if (bit < 96) {
                    after = TradeIdHash.of(1, 2 ^ (1 << (bit - 80)), timeNs, 3, Action.BUY);
                } else {
                    after = TradeIdHash.of(1, 2, timeNs, 3 ^ (1 << (bit - 96)), Action.BUY);
                }
                flipped += Integer.bitCount(before ^ after);
            }
            assertThat((double) flipped / trials)
                    .as("bits flipped by input bit %d", bit)
                    .isBetween(15.5, 16.5);
        }
    }
}
