package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.testing.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StateLayoutTest {

    @Test
    void shouldGiveEachSliceItsOwnAlignedRange() {
        for (final EngineConfig config : List.of(Runs.quickConfig(), EngineConfig.defaults())) {
            final StateLayout layout = new StateLayout(config);
            final List<StateLayout.Slice> slices =
                    new ArrayList<>(layout.slices().values());
            int end = Math.max(InstrumentState.BYTES, GlobalState.BYTES);
            for (final StateLayout.Slice slice : slices) {
                assertThat(slice.offset()).isGreaterThanOrEqualTo(end);
                assertThat(slice.offset() % 8).isZero();
                end = slice.offset() + slice.length();
            }
            assertThat(layout.blockBytes()).isGreaterThanOrEqualTo(end);
            assertThat(slices)
                    .hasSize(config.bars().size()
                            + 1
                            + config.indicators().size()
                            + 2 * config.rules().size());
        }
    }

    @Test
    void shouldCallARulesSliceAnotherWhenItsIndicatorIsAnother() {
        final String rule = "[ { name = turn, kind = rsi-reversion, bar = 1s, rsi = rsi, atr = range } ]";
        final String indicators =
                "[ { name = range, kind = atr, bar = 1s, period = 5 }, { name = rsi, kind = rsi, bar = 1s, period = %d } ]";
        final StateLayout five =
                new StateLayout(Runs.config("bars", "[1s]", "indicators", String.format(indicators, 5), "rules", rule));
        final StateLayout six =
                new StateLayout(Runs.config("bars", "[1s]", "indicators", String.format(indicators, 6), "rules", rule));

        assertThat(six.slices().keySet())
                .filteredOn(key -> key.contains("rule"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(five.slices().keySet());
        assertThat(six.slices().keySet()).filteredOn(five.slices()::containsKey).hasSize(3);
    }
}
