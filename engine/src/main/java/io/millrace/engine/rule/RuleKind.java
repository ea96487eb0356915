package io.millrace.engine.rule;

import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.indicator.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rules there are: what each refers to, which parameters it takes, and what its operands mean.
 *
 * <p>Any thread. For start-up, not for the hot path. Parameters and references are named as in the configuration.
 */
public enum RuleKind {
    /** A fast moving average crosses a slow one; see {@link MovingAverageCrossRule}. */
    MOVING_AVERAGE_CROSS(
            List.of(
                    reference("fast", IndicatorKind.SMA, IndicatorKind.EMA, IndicatorKind.VWAP),
                    reference("slow", IndicatorKind.SMA, IndicatorKind.EMA, IndicatorKind.VWAP),
                    reference("atr", IndicatorKind.ATR),
                    new ReferenceSpec("adx", List.of(IndicatorKind.ADX), false)),
            List.of(number("min-adx", 0, 0, 100), number(RuleKind.HALF_CONFIDENCE, 0.1, 0.001, 100)),
            List.of("fast", "slow", "adx", "atr")) {
        @Override
        Rule bind(Map<String, Double> parameters, Map<String, BoundIndicator> indicators) {
            return new MovingAverageCrossRule(
                    indicators.get("fast"),
                    indicators.get("slow"),
                    indicators.get("atr"),
                    indicators.get("adx"),
                    IndicatorKind.ADX.outputNames().indexOf("adx"),
                    parameters.get("min-adx"),
                    parameters.get(HALF_CONFIDENCE));
        }
    },

    /** The RSI comes back from an extreme; see {@link RsiReversionRule}. */
    RSI_REVERSION(
            List.of(reference("rsi", IndicatorKind.RSI), reference("atr", IndicatorKind.ATR)),
            List.of(
                    number("oversold", 30, 1, 49),
                    number("overbought", 70, 51, 99),
                    number(RuleKind.HALF_CONFIDENCE, 5, 0.001, 100)),
            List.of("rsi", "previous_rsi", "extreme_rsi", "atr")) {
        @Override
        Rule bind(Map<String, Double> parameters, Map<String, BoundIndicator> indicators) {
            return new RsiReversionRule(
                    indicators.get("rsi"),
                    indicators.get("atr"),
                    parameters.get("oversold"),
                    parameters.get("overbought"),
                    parameters.get(HALF_CONFIDENCE));
        }
    },

    /** The close breaks out of the Bollinger bands; see {@link BollingerBreakoutRule}. */
    BOLLINGER_BREAKOUT(
            List.of(reference("bands", IndicatorKind.BOLLINGER), reference("atr", IndicatorKind.ATR)),
            List.of(number(RuleKind.HALF_CONFIDENCE, 0.25, 0.001, 100)),
            List.of("close", "upper", "lower", "atr")) {
        @Override
        Rule bind(Map<String, Double> parameters, Map<String, BoundIndicator> indicators) {
            return new BollingerBreakoutRule(
                    indicators.get("bands"),
                    IndicatorKind.BOLLINGER.outputNames().indexOf("upper"),
                    IndicatorKind.BOLLINGER.outputNames().indexOf("lower"),
                    indicators.get("atr"),
                    parameters.get(HALF_CONFIDENCE));
        }
    };

    /** Parameter of every rule: distance of the stop from the entry in ATR. */
    public static final String STOP_ATR = "stop-atr";

    /** Parameter of every rule: distance of the target from the entry in ATR. */
    public static final String TARGET_ATR = "target-atr";

    /** Parameter of every rule: how many bars a signal stays valid. */
    public static final String EXPIRY_BARS = "expiry-bars";

    /** Parameter of every rule: how pronounced an event is that gets the confidence one half. */
    public static final String HALF_CONFIDENCE = "half-confidence";

    // All three are made by List.of or List.copyOf.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<ReferenceSpec> references;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<ParameterSpec> parameters;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> operandNames;

    RuleKind(List<ReferenceSpec> references, List<ParameterSpec> ownParameters, List<String> operandNames) {
        this.references = references;
        this.parameters = withLevels(ownParameters);
        this.operandNames = operandNames;
    }

    /** Spelling in the configuration and in RuleDefined, such as {@code rsi-reversion}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The indicators it refers to, in a fixed order. */
    public List<ReferenceSpec> references() {
        return references;
    }

    /** Its parameters, in a fixed order. */
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    /** What the four operands of an outcome are. */
    public List<String> operandNames() {
        return operandNames;
    }

    /**
     * Makes a rule bound to a block layout.
     *
     * @param parameterValues a value for each of {@link #parameters()}
     * @param indicators a bound indicator for each required role, and for the optional ones in use
     * @throws IllegalArgumentException when a parameter or a required indicator is not there
     */
    public Rule create(Map<String, Double> parameterValues, Map<String, BoundIndicator> indicators) {
        for (ParameterSpec parameter : parameters) {
            if (!parameterValues.containsKey(parameter.name())) {
                throw new IllegalArgumentException(label() + ": no value for the parameter " + parameter.name());
            }
        }
        for (ReferenceSpec reference : references) {
            if (reference.required() && !indicators.containsKey(reference.role())) {
                throw new IllegalArgumentException(label() + ": no indicator for the role " + reference.role());
            }
        }
        return bind(parameterValues, indicators);
    }

    abstract Rule bind(Map<String, Double> parameterValues, Map<String, BoundIndicator> indicators);

    private static ReferenceSpec reference(String role, IndicatorKind... kinds) {
        return new ReferenceSpec(role, List.of(kinds), true);
    }

    private static ParameterSpec number(String name, double defaultValue, double min, double max) {
        return new ParameterSpec(name, defaultValue, min, max, false);
    }

    private static List<ParameterSpec> withLevels(List<ParameterSpec> own) {
        List<ParameterSpec> all = new ArrayList<>(own);
        all.add(number(STOP_ATR, 2, 0.1, 100));
        all.add(number(TARGET_ATR, 3, 0.1, 100));
        all.add(new ParameterSpec(EXPIRY_BARS, 20, 1, 10_000, true));
        return List.copyOf(all);
    }
}
