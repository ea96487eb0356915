package io.millrace.engine.config;

import io.millrace.engine.indicator.ParameterSpec;
import java.util.List;
import java.util.Map;

/**
 * Writes what shapes outputs as HOCON in one fixed form: every value spelled out, defaults too, in the order of the
 * configuration. Equal configurations give equal text on every JDK, whatever the user's file looked like.
 *
 * <p>Any thread. Allocates.
 */
final class CanonicalText {
    private final StringBuilder text = new StringBuilder(4096);

    private CanonicalText() {}

    static String of(EngineConfig config) {
        CanonicalText canonical = new CanonicalText();
        canonical.write(config);
        return canonical.text.toString();
    }

    private void write(EngineConfig config) {
        text.append("engine-id=").append(config.engineId()).append("\nbars=[");
        for (BarInterval bar : config.bars()) {
            quoted(bar.name()).append(',');
        }
        close("]\n");
        text.append("indicators=[\n");
        config.indicators().forEach(this::indicator);
        text.append("]\nrules=[\n");
        config.rules().forEach(this::rule);
        text.append("]\nlimits={");
        limits(config.limits());
        close("}\n");
    }

    private void indicator(IndicatorSpec indicator) {
        head(indicator.name(), Names.label(indicator.kind()), indicator.bar());
        List<ParameterSpec> specs = indicator.kind().parameters();
        for (int i = 0; i < specs.size(); i++) {
            number(Names.key(specs.get(i).name()), indicator.parameters().get(i));
        }
        close("}\n");
    }

    private void rule(RuleSpec rule) {
        head(rule.name(), rule.kind().label(), rule.bar());
        for (Map.Entry<String, String> reference : rule.indicators().entrySet()) {
            string(reference.getKey(), reference.getValue());
        }
        for (Map.Entry<String, Double> parameter : rule.parameters().entrySet()) {
            number(Names.key(parameter.getKey()), parameter.getValue());
        }
        close("}\n");
    }

    private void limits(LimitsConfig limits) {
        number("min-volatility-bps", limits.minVolatilityBps());
        number("min-confidence", limits.minConfidence());
        number("min-risk-reward", limits.minRiskReward());
        number("max-spread-bps", limits.maxSpreadBps());
        text.append("block-same-direction=").append(limits.blockSameDirection()).append(',');
        number("cooldown-bars", limits.cooldownBars());
        number("max-signals-per-hour", limits.maxSignalsPerHour());
    }

    private void head(String name, String kind, BarInterval bar) {
        text.append('{');
        string("name", name);
        string("kind", kind);
        string("bar", bar.name());
    }

    private void string(String key, String value) {
        text.append(key).append('=');
        quoted(value).append(',');
    }

    private void number(String key, double value) {
        text.append(key).append('=').append(Quantities.numberText(value)).append(',');
    }

    private StringBuilder quoted(String value) {
        return text.append('"').append(value).append('"');
    }

    /** Puts the end in the place of the last comma. */
    private void close(String end) {
        text.setLength(text.length() - 1);
        text.append(end);
    }
}
