package io.millrace.engine.state;

import io.millrace.engine.bar.BarState;
import io.millrace.engine.config.BarInterval;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.IndicatorSpec;
import io.millrace.engine.config.RuleSpec;
import io.millrace.engine.indicator.Indicator;
import io.millrace.engine.rule.BoundIndicator;
import io.millrace.engine.rule.Rule;
import io.millrace.engine.signal.SignalLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.openhft.hashing.LongHashFunction;
import org.agrona.MutableDirectBuffer;

/**
 * Where each bar, indicator and rule has its slice in an instrument's block, computed once from the configuration.
 *
 * <p>Immutable; any thread. Slices are multiples of 8 bytes. Each has a key that says what it holds, so that a changed
 * configuration can carry over the slices that both layouts have.
 */
public final class StateLayout {
    private static final int ALIGNMENT = 8;
    private static final int FORMAT = 1;

    /** An indicator with its place. */
    public record IndicatorSlot(int id, Indicator indicator, int offset) {}

    /** A rule with its place and that of its limits. */
    public record RuleSlot(RuleSpec spec, Rule rule, int offset, int limitsOffset) {}

    /** A range of a block. */
    record Slice(int offset, int length) {}

    private final long[] intervalsNs;
    private final int[] barOffsets;
    private final IndicatorSlot[][] indicatorsByInterval;
    private final RuleSlot[][] rulesByInterval;
    private final int limitsOffset;
    private final Map<String, Slice> slices = new LinkedHashMap<>();
    private int blockBytes = Math.max(InstrumentState.BYTES, GlobalState.BYTES);

    public StateLayout(final EngineConfig config) {
        final List<BarInterval> bars = config.bars();
        intervalsNs = bars.stream().mapToLong(BarInterval::intervalNs).toArray();
        barOffsets = new int[intervalsNs.length];
        for (int interval = 0; interval < barOffsets.length; interval++) {
            barOffsets[interval] = allocate("bar " + bars.get(interval).name(), BarState.BYTES);
        }
        limitsOffset = allocate("limits of the instrument", SignalLimits.INSTRUMENT_STATE_SIZE_BYTES);
        final Map<String, BoundIndicator> bound = new HashMap<>();
        final Map<String, String> indicatorKeys = new HashMap<>();
        indicatorsByInterval = layOutIndicators(config, bound, indicatorKeys);
        rulesByInterval = layOutRules(config, bound, indicatorKeys);
    }

    private IndicatorSlot[][] layOutIndicators(
            final EngineConfig config, final Map<String, BoundIndicator> bound, final Map<String, String> keys) {
        final List<List<IndicatorSlot>> byInterval = listPerInterval();
        for (final IndicatorSpec spec : config.indicators()) {
            final Indicator indicator = spec.create();
            final String key = "indicator " + spec.bar().name() + " " + spec.kind() + spec.parameters();
            final int offset = allocate(key, indicator.stateSizeBytes());
            byInterval.get(intervalIndex(spec.bar())).add(new IndicatorSlot(spec.id(), indicator, offset));
            bound.put(spec.name(), new BoundIndicator(indicator, offset));
            keys.put(spec.name(), key);
        }
        return byInterval.stream()
                .map(list -> list.toArray(IndicatorSlot[]::new))
                .toArray(IndicatorSlot[][]::new);
    }

    private RuleSlot[][] layOutRules(
            final EngineConfig config,
            final Map<String, BoundIndicator> bound,
            final Map<String, String> indicatorKeys) {
        final List<List<RuleSlot>> byInterval = listPerInterval();
        for (final RuleSpec spec : config.rules()) {
            final Rule rule = spec.create(bound);
            // What a rule remembers came from certain indicators: under the same names others may stand now.
            final Map<String, String> readFrom = new LinkedHashMap<>();
            spec.indicators().forEach((role, name) -> readFrom.put(role, indicatorKeys.get(name)));
            final String key =
                    "rule " + spec.bar().name() + " " + spec.name() + " " + spec.kind() + spec.parameters() + readFrom;
            final int offset = allocate(key, rule.stateSizeBytes());
            final int limitsOffset = allocate("limits of " + key, SignalLimits.RULE_STATE_SIZE_BYTES);
            byInterval.get(intervalIndex(spec.bar())).add(new RuleSlot(spec, rule, offset, limitsOffset));
        }
        return byInterval.stream().map(list -> list.toArray(RuleSlot[]::new)).toArray(RuleSlot[][]::new);
    }

    private <T> List<List<T>> listPerInterval() {
        final List<List<T>> lists = new ArrayList<>();
        for (int interval = 0; interval < intervalsNs.length; interval++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private int intervalIndex(final BarInterval bar) {
        for (int interval = 0; interval < intervalsNs.length; interval++) {
            if (intervalsNs[interval] == bar.intervalNs()) {
                return interval;
            }
        }
        throw new IllegalArgumentException("no bars of " + bar.name() + " are configured");
    }

    private int allocate(final String key, final int bytes) {
        String unique = key;
        for (int twin = 2; slices.containsKey(unique); twin++) {
            unique = key + " #" + twin;
        }
        final int offset = blockBytes;
        slices.put(unique, new Slice(offset, bytes));
        blockBytes = (offset + bytes + ALIGNMENT - 1) & -ALIGNMENT;
        return offset;
    }

    /** Bytes of a block. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Number of bar intervals. */
    public int intervalCount() {
        return intervalsNs.length;
    }

    /** Length of the bars of an interval. */
    public long intervalNs(final int interval) {
        return intervalsNs[interval];
    }

    /** Offset of the bars of an interval. */
    public int barOffset(final int interval) {
        return barOffsets[interval];
    }

    /** Offset of the limits that all rules of an instrument share. */
    public int limitsOffset() {
        return limitsOffset;
    }

    /** Indicators of an interval in the order of the configuration. */
    public IndicatorSlot[] indicators(final int interval) {
        return indicatorsByInterval[interval];
    }

    /** Rules of an interval in the order of the configuration. */
    public RuleSlot[] rules(final int interval) {
        return rulesByInterval[interval];
    }

    /** Makes every slice of a block that of an instrument without history. */
    void resetBlock(final MutableDirectBuffer block) {
        final BarState bar = new BarState();
        for (final int offset : barOffsets) {
            bar.wrap(block, offset).reset();
        }
        for (final IndicatorSlot[] slots : indicatorsByInterval) {
            for (final IndicatorSlot slot : slots) {
                slot.indicator().reset(block, slot.offset());
            }
        }
        for (final RuleSlot[] slots : rulesByInterval) {
            for (final RuleSlot slot : slots) {
                slot.rule().reset(block, slot.offset());
                SignalLimits.resetRule(block, slot.limitsOffset());
            }
        }
        SignalLimits.resetInstrument(block, limitsOffset);
    }

    /**
     * Digest of where everything is: blocks of layouts with equal digests mean the same. Whoever changes what the bytes of a
     * slice mean without moving it must raise the format number.
     */
    public long digest() {
        final StringBuilder text = new StringBuilder("format " + FORMAT + ", global " + GlobalState.BYTES
                + ", instrument " + InstrumentState.BYTES + ", block " + blockBytes);
        slices.forEach((key, slice) -> text.append('\n')
                .append(slice.offset())
                .append('+')
                .append(slice.length())
                .append(' ')
                .append(key));
        return LongHashFunction.xx3().hashBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** All slices by what they hold. */
    Map<String, Slice> slices() {
        return slices;
    }
}
