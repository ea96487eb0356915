package io.millrace.tools.torture.twin;

import io.millrace.tools.torture.twin.TwinOutputs.BarKey;
import io.millrace.tools.torture.twin.TwinOutputs.ClosedBar;
import io.millrace.tools.torture.twin.TwinOutputs.Decision;
import io.millrace.tools.torture.twin.TwinOutputs.RuleKey;
import io.millrace.tools.torture.twin.TwinOutputs.ValueKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a market must give, by the rules as they are written down. One thread; for clarity, not for speed. */
final class NaiveReference {
    private final TwinOutputs outputs =
            new TwinOutputs(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    private final NaiveBars bars = new NaiveBars(this::onBar);
    private final Map<Integer, List<ClosedBar>> history = new HashMap<>();
    private final Map<Integer, NaiveSignals> signals = new HashMap<>();

    private NaiveReference() {}

    /** The outputs of lanes that are merged by event time, the first lane first at equal times. */
    static TwinOutputs of(List<List<TwinEvent>> lanes) {
        NaiveReference reference = new NaiveReference();
        int[] next = new int[lanes.size()];
        // Instruments get their numbers in the order in which they turn up.
        List<Integer> numbers = new ArrayList<>();
        while (true) {
            int oldest = -1;
            for (int lane = 0; lane < next.length; lane++) {
                if (next[lane] < lanes.get(lane).size()
                        && (oldest < 0
                                || lanes.get(lane).get(next[lane]).timeNs()
                                        < lanes.get(oldest).get(next[oldest]).timeNs())) {
                    oldest = lane;
                }
            }
            if (oldest < 0) {
                return reference.outputs;
            }
            if (!numbers.contains(oldest)) {
                numbers.add(oldest);
            }
            reference.bars.event(numbers.indexOf(oldest) + 1, lanes.get(oldest).get(next[oldest]++));
        }
    }

    private void onBar(BarKey key, ClosedBar bar) {
        outputs.bars().put(key, bar);
        if (key.intervalNs() != TwinSetup.RULES_INTERVAL_NS) {
            return;
        }
        List<ClosedBar> all = history.computeIfAbsent(key.instrument(), unused -> new ArrayList<>());
        all.add(bar);
        value(key, TwinSetup.EMA, NaiveIndicators.ema(all, TwinSetup.EMA_PERIOD));
        value(key, TwinSetup.SMA, NaiveIndicators.sma(all, TwinSetup.SMA_PERIOD));
        value(key, TwinSetup.RSI, NaiveIndicators.rsi(all, TwinSetup.RSI_PERIOD));
        value(key, TwinSetup.ATR, NaiveIndicators.atr(all, TwinSetup.ATR_PERIOD));
        value(
                key,
                TwinSetup.BOLLINGER,
                NaiveIndicators.bollinger(all, TwinSetup.BOLLINGER_PERIOD, TwinSetup.DEVIATIONS));
        NaiveSignals rules = signals.computeIfAbsent(key.instrument(), unused -> new NaiveSignals());
        for (int rule : new int[] {TwinSetup.CROSS_RULE, TwinSetup.REVERSION_RULE}) {
            Decision decision = rules.atLastBar(rule, key, all);
            if (decision != null) {
                outputs.decisions().put(new RuleKey(key, rule), decision);
            }
        }
    }

    private void value(BarKey key, int indicator, double[] values) {
        for (int output = 0; values != null && output < values.length; output++) {
            outputs.values().put(new ValueKey(key, indicator, output), values[output]);
        }
    }
}
