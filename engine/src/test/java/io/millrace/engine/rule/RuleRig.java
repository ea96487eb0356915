package io.millrace.engine.rule;

import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.Indicator;
import io.millrace.engine.indicator.ParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** One rule on one instrument with its indicators: a block as the engine lays it out, for tests. */
final class RuleRig {
    final RuleOutcome outcome = new RuleOutcome();
    private final List<BoundIndicator> indicators = new ArrayList<>();
    private final Map<String, BoundIndicator> byRole = new LinkedHashMap<>();
    private final Rule rule;
    private final int ruleOffset;
    private final byte[] bytes;
    private final UnsafeBuffer block;

    RuleRig(RuleKind kind, Map<String, Double> parameters, Map<String, Indicator> roles) {
        int offset = 64;
        for (ReferenceSpec reference : kind.references()) {
            Indicator indicator = roles.get(reference.role());
            if (indicator != null) {
                BoundIndicator bound = new BoundIndicator(indicator, offset);
                indicators.add(bound);
                byRole.put(reference.role(), bound);
                offset += indicator.stateSizeBytes();
            }
        }
        rule = kind.create(withDefaults(kind, parameters), byRole);
        ruleOffset = offset;
        bytes = new byte[offset + rule.stateSizeBytes()];
        block = new UnsafeBuffer(bytes);
        for (BoundIndicator bound : indicators) {
            bound.indicator().reset(block, bound.offset());
        }
        rule.reset(block, ruleOffset);
    }

    static Map<String, Double> withDefaults(RuleKind kind, Map<String, Double> parameters) {
        Map<String, Double> all = new HashMap<>();
        for (ParameterSpec spec : kind.parameters()) {
            all.put(spec.name(), parameters.getOrDefault(spec.name(), spec.defaultValue()));
        }
        return all;
    }

    /** Updates the indicators and evaluates, as the engine does at a closed bar. */
    boolean close(Bar bar) {
        for (int i = 0; i < indicators.size(); i++) {
            BoundIndicator bound = indicators.get(i);
            bound.indicator().update(block, bound.offset(), bar);
        }
        return evaluate(bar);
    }

    /** Evaluates what {@link #put} wrote. */
    boolean evaluate(Bar bar) {
        return rule.evaluate(block, ruleOffset, block, bar, outcome);
    }

    /** Writes outputs into the slice of a role, as after the given number of bars. */
    void put(String role, long barCount, double... outputs) {
        int offset = byRole.get(role).offset();
        block.putLong(offset, barCount);
        for (int i = 0; i < outputs.length; i++) {
            block.putDouble(offset + 8 + 8 * i, outputs[i]);
        }
    }

    double output(String role, int index) {
        return byRole.get(role).output(block, index);
    }

    boolean warm() {
        return indicators.stream().allMatch(bound -> bound.warm(block));
    }

    byte[] state() {
        return bytes.clone();
    }

    void restore(byte[] state) {
        System.arraycopy(state, 0, bytes, 0, bytes.length);
    }
}
