package io.millrace.engine.config;

import io.millrace.engine.indicator.Indicator;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.indicator.ParameterSpec;
import java.util.List;
import java.util.Objects;

/**
 * One indicator to compute on every instrument. Immutable; any thread.
 *
 * @param id number in the records, from 1, the place in the configuration
 * @param name unique among the indicators
 * @param kind what it computes
 * @param bar on which bars
 * @param parameters in the order of {@link IndicatorKind#parameters()}
 */
public record IndicatorSpec(int id, String name, IndicatorKind kind, BarInterval bar, List<Double> parameters) {
    public IndicatorSpec {
        Names.require("name", name);
        Objects.requireNonNull(bar, "bar");
        parameters = List.copyOf(parameters);
        List<ParameterSpec> specs = kind.parameters();
        if (parameters.size() != specs.size()) {
            throw new IllegalArgumentException(
                    name + ": " + parameters.size() + " parameters given, takes " + specs.size());
        }
        for (int i = 0; i < specs.size(); i++) {
            ValueRange.of(specs.get(i)).require(Names.key(specs.get(i).name()), parameters.get(i));
        }
        // Only the kind knows how its parameters must fit each other.
        kind.create(array(parameters));
    }

    /** Makes the indicator. */
    public Indicator create() {
        return kind.create(array(parameters));
    }

    private static double[] array(List<Double> parameters) {
        return parameters.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
