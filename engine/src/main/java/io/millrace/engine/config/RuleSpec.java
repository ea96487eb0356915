package io.millrace.engine.config;

import io.millrace.engine.indicator.ParameterSpec;
import io.millrace.engine.rule.BoundIndicator;
import io.millrace.engine.rule.ReferenceSpec;
import io.millrace.engine.rule.Rule;
import io.millrace.engine.rule.RuleKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One rule to evaluate on every instrument. Immutable; any thread. The maps iterate in the order of the kind's lists.
 *
 * @param id number in the records, from 1, the place in the configuration
 * @param name unique among the rules
 * @param kind what it looks for
 * @param bar on which bars
 * @param parameters a value for each of {@link RuleKind#parameters()}
 * @param indicators for each role in use the name of the indicator that plays it
 */
public record RuleSpec(
        int id,
        String name,
        RuleKind kind,
        BarInterval bar,
        Map<String, Double> parameters,
        Map<String, String> indicators) {

    private static final String MIN_ADX = "min-adx";

    public RuleSpec {
        Names.require("name", name);
        Objects.requireNonNull(bar, "bar");
        parameters = orderedParameters(kind, parameters);
        indicators = orderedIndicators(kind, indicators);
        if (parameters.getOrDefault(MIN_ADX, 0.0) > 0.0 && !indicators.containsKey("adx")) {
            throw new InvalidValueException(
                    MIN_ADX, parameters.get(MIN_ADX), "needs an indicator of kind adx under the key 'adx'");
        }
        if (indicators.containsKey("fast") && indicators.get("fast").equals(indicators.get("slow"))) {
            throw new InvalidValueException("slow", indicators.get("slow"), "must differ from 'fast'");
        }
    }

    /** Value of a parameter. */
    public double parameter(String parameterName) {
        Double value = parameters.get(parameterName);
        if (value == null) {
            throw new IllegalArgumentException(name + " has no parameter " + parameterName);
        }
        return value;
    }

    /**
     * Makes the rule.
     *
     * @param layout the bound indicators by name; those of this rule must be among them
     */
    public Rule create(Map<String, BoundIndicator> layout) {
        Map<String, BoundIndicator> byRole = new LinkedHashMap<>();
        indicators.forEach((role, indicatorName) -> byRole.put(
                role, Objects.requireNonNull(layout.get(indicatorName), () -> "not laid out: " + indicatorName)));
        return kind.create(parameters, byRole);
    }

    /** Throws when a reference names no indicator, one of the wrong kind, or one on other bars. */
    void requireReferences(Map<String, IndicatorSpec> byName) {
        for (ReferenceSpec reference : kind.references()) {
            String indicatorName = indicators.get(reference.role());
            if (indicatorName == null) {
                continue;
            }
            IndicatorSpec indicator = byName.get(indicatorName);
            if (indicator == null) {
                throw new InvalidValueException(
                        reference.role(),
                        indicatorName,
                        "is not an indicator; " + Suggestion.of(indicatorName, "indicators", byName.keySet()));
            }
            if (!reference.kinds().contains(indicator.kind())) {
                List<String> kinds =
                        reference.kinds().stream().map(Names::label).toList();
                throw new InvalidValueException(
                        reference.role(),
                        indicatorName,
                        "is of kind " + Names.label(indicator.kind()) + ", must be of kind "
                                + String.join(" or ", kinds));
            }
            if (!indicator.bar().equals(bar)) {
                throw new InvalidValueException(
                        reference.role(),
                        indicatorName,
                        "is on bars of " + indicator.bar().name() + ", the rule is on bars of " + bar.name());
            }
        }
    }

    private static Map<String, Double> orderedParameters(RuleKind kind, Map<String, Double> given) {
        Map<String, Double> ordered = new LinkedHashMap<>();
        for (ParameterSpec spec : kind.parameters()) {
            double value = given.getOrDefault(spec.name(), spec.defaultValue());
            ValueRange.of(spec).require(spec.name(), value);
            ordered.put(spec.name(), value);
        }
        requireNoOthers(given.keySet(), ordered.keySet());
        return Collections.unmodifiableMap(ordered);
    }

    private static Map<String, String> orderedIndicators(RuleKind kind, Map<String, String> given) {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (ReferenceSpec reference : kind.references()) {
            String indicatorName = given.get(reference.role());
            if (indicatorName != null) {
                ordered.put(reference.role(), indicatorName);
            } else if (reference.required()) {
                throw new InvalidValueException(reference.role(), "", "is missing");
            }
        }
        requireNoOthers(given.keySet(), ordered.keySet());
        return Collections.unmodifiableMap(ordered);
    }

    private static void requireNoOthers(Iterable<String> given, Set<String> known) {
        for (String key : given) {
            if (!known.contains(key)) {
                throw new InvalidValueException(key, "", "is not a key of this kind of rule");
            }
        }
    }
}
