package io.millrace.engine.rule;

import io.millrace.engine.indicator.IndicatorKind;
import java.util.List;

/**
 * One indicator that a kind of rule refers to: the role it plays and which kinds can play it. Any thread.
 *
 * @param role name of the reference in the configuration
 * @param kinds what the indicator may be
 * @param required whether the rule works without it
 */
public record ReferenceSpec(String role, List<IndicatorKind> kinds, boolean required) {
    public ReferenceSpec {
        kinds = List.copyOf(kinds);
    }
}
