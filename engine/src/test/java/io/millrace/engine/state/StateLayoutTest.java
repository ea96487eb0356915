package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.StateConfig;
import io.millrace.engine.testing.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
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
    void shouldCopyWhatBothLayoutsHaveAndStartTheRestFresh() {
        final String indicators =
                "[ { name = range, kind = atr, bar = 1s, period = 5 }, { name = rsi, kind = rsi, bar = 1s, period = %d } ]";
        final StateConfig limits = new StateConfig(1, 1);
        final StateLayout before = new StateLayout(
                Runs.config("bars", "[1s, 5s]", "indicators", String.format(indicators, 5), "rules", "[]"));
        final StateLayout after = new StateLayout(
                Runs.config("bars", "[1s, 1m]", "indicators", String.format(indicators, 6), "rules", "[]"));
        final EngineState state = new EngineState(new MemoryStateStore(before.blockBytes()), before, limits);
        state.define(EngineStateTest.definition(1));
        final UnsafeBuffer from = state.instrument(1).block();
        final Random random = new Random(20_261_120);
        before.slices().values().forEach(slice -> {
            for (int at = 0; at < slice.length(); at++) {
                from.putByte(slice.offset() + at, (byte) random.nextInt());
            }
        });

        final EngineState copy = state.copyTo(new MemoryStateStore(after.blockBytes()), after, limits);

        final EngineState fresh = new EngineState(new MemoryStateStore(after.blockBytes()), after, limits);
        fresh.define(EngineStateTest.definition(1));
        final List<String> carried = new ArrayList<>();
        after.slices().forEach((key, slice) -> {
            final StateLayout.Slice source = before.slices().get(key);
            final UnsafeBuffer expected = source == null ? fresh.instrument(1).block() : from;
            final int offset = source == null ? slice.offset() : source.offset();
            assertThat(bytes(copy.instrument(1).block(), slice.offset(), slice.length()))
                    .as(key)
                    .isEqualTo(bytes(expected, offset, slice.length()));
            if (source != null) {
                carried.add(key);
            }
        });
        assertThat(carried)
                .hasSize(3)
                .allMatch(key -> key.matches("bar 1s|limits of the instrument|indicator 1s ATR.*"));
        assertThat(copy.instrument(1).symbol()).isEqualTo("SYM1");
    }

    private static byte[] bytes(final UnsafeBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
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
