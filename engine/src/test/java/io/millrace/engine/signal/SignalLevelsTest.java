package io.millrace.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.indicator.Bar;
import io.millrace.journal.codec.Action;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class SignalLevelsTest {
    private static final long OPEN_NS = 1_700_000_040_000_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final Bar BAR = new Bar().set(OPEN_NS, MINUTE_NS, 100, 101, 99, 100, 1);

    private final SignalLevels levels = new SignalLevels(2, 3, 20);

    @ParameterizedTest
    @CsvSource({
        // action, close, exponent, atr -> stop, target
        "BUY, 10000, -2, 1.5, 9700, 10450",
        "SELL, 10000, -2, 1.5, 10300, 9550",
        // 2 x 0.12345 is 24.69 units: up to 25; the target is 1.5 x 25 = 37.5: up to 38.
        "BUY, 10000, -2, 0.12345, 9975, 10038",
        "SELL, 10000, -2, 0.12345, 10025, 9962",
        // The smallest distance is one unit.
        "BUY, 10000, -2, 0.00001, 9999, 10002",
        "BUY, 100, 2, 150, 97, 105",
        "BUY, 6180030000000, -8, 12.5, 6177530000000, 6183780000000"
    })
    void shouldPlaceStopAndTargetAwayFromTheEntry(
            Action action, long close, int exponent, double atr, long stop, long target) {
        assertThat(levels.set(action, close, exponent, atr, BAR)).isTrue();
        assertThat(levels.valid()).isTrue();
        assertThat(levels.entryPrice()).isEqualTo(close);
        assertThat(levels.stopLoss()).isEqualTo(stop);
        assertThat(levels.takeProfit()).isEqualTo(target);
        assertThat(levels.riskReward()).isEqualTo((double) Math.abs(target - close) / (double) Math.abs(close - stop));
    }

    @Test
    void shouldExpireBarsAfterTheClose() {
        levels.set(Action.BUY, 10_000, -2, 1, BAR);
        assertThat(levels.expiryTimeNs()).isEqualTo(OPEN_NS + 21 * MINUTE_NS);
    }

    @ParameterizedTest
    @CsvSource({
        "BUY, 10000, 0",
        "BUY, 10000, -1",
        "BUY, 10000, NaN",
        "BUY, 10000, Infinity",
        "BUY, 0, 1",
        // A stop at 0 and below it.
        "BUY, 10000, 50",
        "BUY, 10000, 60",
        // A target below 0.
        "SELL, 10000, 34",
        // Levels that do not fit 63 bits.
        "BUY, 9223372036854775807, 1",
        "SELL, 9223372036854775807, 1",
        "BUY, 10000, 1e30"
    })
    void shouldFindNoLevels(Action action, long close, double atr) {
        assertThat(levels.set(action, close, -2, atr, BAR)).isFalse();
        assertThat(levels.valid()).isFalse();
    }

    @Test
    void shouldFindLevelsAgainAfterItFoundNone() {
        assertThat(levels.set(Action.BUY, 10_000, -2, 0, BAR)).isFalse();
        assertThat(levels.set(Action.BUY, 10_000, -2, 1, BAR)).isTrue();
    }

    @Test
    void shouldMeasureTheVolatilityAgainstTheEntry() {
        levels.set(Action.BUY, 10_000, -2, 0.5, BAR);
        assertThat(levels.atrBps()).isEqualTo(50);
        assertThat(levels.maxAtrBps()).isEqualTo(5_000);
        levels.set(Action.SELL, 10_000, -2, 0, BAR);
        assertThat(levels.atrBps()).isZero();
        assertThat(levels.maxAtrBps()).isEqualTo(10_000.0 / 3);
    }

    @Test
    void shouldTakeTheMultiplesOfTheRule() {
        EngineConfig config = EngineConfig.defaults();
        SignalLevels ofRule = SignalLevels.of(config.rules().get(1));
        ofRule.set(Action.BUY, 10_000, -2, 1, BAR);
        assertThat(ofRule.stopLoss()).isEqualTo(9_850);
        assertThat(ofRule.takeProfit()).isEqualTo(10_250);
        assertThat(ofRule.expiryTimeNs()).isEqualTo(OPEN_NS + 16 * MINUTE_NS);
    }

    @Test
    void shouldAgreeWithExactArithmeticAndKeepTheConfiguredRatio() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            double stopAtr = 0.1 + random.nextInt(100) / 16.0;
            double targetAtr = 0.1 + random.nextInt(100) / 16.0;
            long close = 1 + (random.nextLong() >>> (1 + random.nextInt(50))) / 4;
            double atr = close / 100.0 * random.nextDouble() * 0.1;
            Action action = random.nextBoolean() ? Action.BUY : Action.SELL;
            SignalLevels sized = new SignalLevels(stopAtr, targetAtr, 1);
            if (!sized.set(action, close, -2, atr, BAR)) {
                continue;
            }
            BigDecimal exact = new BigDecimal(stopAtr * (atr * 100.0));
            long stopDistance = exact.setScale(0, RoundingMode.CEILING).longValueExact();
            long sign = action == Action.BUY ? 1 : -1;
            assertThat(sized.stopLoss()).as("seed %d, case %d", seed, i).isEqualTo(close - sign * stopDistance);
            BigDecimal target = new BigDecimal(stopDistance)
                    .multiply(new BigDecimal(targetAtr))
                    .divide(new BigDecimal(stopAtr), MathContext.DECIMAL128);
            long targetDistance = sign * (sized.takeProfit() - close);
            assertThat(target.subtract(new BigDecimal(targetDistance)).abs().doubleValue())
                    .as("seed %d, case %d", seed, i)
                    .isLessThanOrEqualTo(1 + target.doubleValue() * 1e-15);
            assertThat(sized.riskReward())
                    .as("seed %d, case %d", seed, i)
                    .isGreaterThanOrEqualTo(targetAtr / stopAtr * (1 - 1e-15));
        }
    }
}
