package io.millrace.engine.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.BarInterval;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.testing.ChainHarness;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.NaiveMarket;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The handlers against a model of plain collections: every BarClosed and every FeedStatus, over seeded markets. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HandlerChainModelPropertyTest {
    private static final int SEEDS = 150;
    private static final int EVENTS = 1_500;

    private final EngineConfig config = Runs.config("bars", "[1s, 1m, 5m, 1h, 1d]", "indicators", "[]", "rules", "[]");
    private final Map<String, Integer> seen = new HashMap<>();

    @Test
    void shouldGiveTheOutputsOfTheModelWhateverTheMarket() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            compare(seed);
        }
        // A model test proves nothing about what its markets never hold.
        assertThat(seen).containsKeys("GAP", "OUT_OF_ORDER", "duplicate", "EXTERNAL", "TRADES", "saturated");
        assertThat(seen.values()).allMatch(count -> count >= 30, "each kind at least 30 times: " + seen);
    }

    private void compare(final long seed) {
        final Random random = new Random(seed);
        final List<List<MarketEvent>> lanes = lanes(seed);
        final ChainHarness engine = new ChainHarness(config);
        final NaiveMarket model = new NaiveMarket(
                config.bars().stream().map(BarInterval::intervalNs).toList());
        for (int id = 1; id <= lanes.size(); id++) {
            engine.define(id, "SYM" + id);
            model.define(id);
            engine.start(id, id);
        }
        final int[] next = new int[lanes.size()];
        long clockNs = RandomMarket.START_NS;
        for (int step = 0; step < EVENTS; step++) {
            final int lane = random.nextInt(lanes.size());
            if (random.nextInt(8) == 0) {
                clockNs = tick(random, clockNs);
                engine.clock(clockNs);
                model.clock(clockNs);
            } else if (next[lane] < lanes.get(lane).size()) {
                final MarketEvent event = lanes.get(lane).get(next[lane]++);
                clockNs = Math.max(clockNs, event.eventTimeNs());
                engine.event(event, lane + 1, lane + 1, next[lane]);
                model.event(event, lane + 1, lane + 1);
            }
            final List<String> expected = model.takeOutputs();
            assertThat(engine.takeOutputs()).as("seed %d, step %d", seed, step).isEqualTo(expected);
            expected.forEach(this::note);
        }
        assertThat(engine.duplicates()).as("duplicates of seed %d", seed).isEqualTo(model.duplicates());
        seen.merge("duplicate", (int) model.duplicates(), Integer::sum);
    }

    /** Mostly the next whole second, sometimes far ahead, sometimes the same time or an earlier one again. */
    private static long tick(final Random random, final long clockNs) {
        final long second = clockNs - clockNs % RandomMarket.SECOND_NS;
        return switch (random.nextInt(10)) {
            case 0 -> second;
            case 1 -> second + 60 * RandomMarket.SECOND_NS;
            case 2 -> second - random.nextInt(5) * RandomMarket.SECOND_NS;
            case 3 -> clockNs + random.nextInt(1_000_000_000);
            default -> second + RandomMarket.SECOND_NS;
        };
    }

    private static List<List<MarketEvent>> lanes(final long seed) {
        final List<List<MarketEvent>> lanes = new ArrayList<>();
        lanes.add(new RandomMarket(seed).ticks(EVENTS));
        lanes.add(new RandomMarket(seed + 10_000).ticks(EVENTS));
        lanes.add(new RandomMarket(seed + 20_000).bars(EVENTS, RandomMarket.MINUTE_NS, 0));
        lanes.add(
                seed % 2 == 0
                        // Days that begin at 18:30 UTC.
                        ? new RandomMarket(seed + 30_000)
                                .bars(EVENTS, 1_440 * RandomMarket.MINUTE_NS, 1_110 * RandomMarket.MINUTE_NS)
                        : new RandomMarket(seed + 30_000)
                                .bars(EVENTS, 60 * RandomMarket.MINUTE_NS, 30 * RandomMarket.MINUTE_NS));
        return lanes;
    }

    private void note(final String output) {
        for (final String word : output.split(" ")) {
            if (word.matches("GAP|OUT_OF_ORDER|EXTERNAL|TRADES|saturated")) {
                seen.merge(word, 1, Integer::sum);
            }
        }
    }
}
