package io.millrace.archiver.sink;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says a signal in plain English: what to do, why, with which levels, how sure, and until when. Made of values of the record and
 * of the definitions in force alone, so that the same record always has the same words.
 *
 * <p>Any thread; allocates, signals are rare. Numbers have six significant digits, percentages none behind the point, prices all
 * that they have; what has no value is left out.
 */
final class Explanation {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * What a signal says.
     *
     * @param action BUY or SELL
     * @param ruleKind as RuleDefined has it, such as {@code rsi-reversion}
     * @param operands as many as a record has; those without a name are not used by the rule
     * @param components composite market score, and its parts from sentiment, indicators and regime; NaN for none
     */
    record Facts(
            String action,
            String symbol,
            String rule,
            String ruleKind,
            String timeframe,
            long barOpenTimeNs,
            List<String> operandNames,
            double[] operands,
            BigDecimal entryPrice,
            BigDecimal stopLoss,
            BigDecimal takeProfit,
            double confidence,
            double riskReward,
            long expiryTimeNs,
            double[] components) {}

    private final Facts facts;
    private final StringBuilder text = new StringBuilder(400);

    private Explanation(Facts facts) {
        this.facts = facts;
    }

    /** The words. */
    static String of(Facts facts) {
        return new Explanation(facts).write();
    }

    private String write() {
        boolean buy = facts.action.equals("BUY");
        text.append(buy ? "Buy " : "Sell ").append(facts.symbol).append(" at ");
        text.append(facts.entryPrice.toPlainString()).append(": ");
        reason(buy);
        text.append(", by rule ")
                .append(facts.rule)
                .append(" at the close of the ")
                .append(facts.timeframe);
        text.append(" bar from ").append(time(facts.barOpenTimeNs)).append('.');
        text.append(" Stop loss ").append(facts.stopLoss.toPlainString());
        text.append(", take profit ").append(facts.takeProfit.toPlainString());
        if (Double.isFinite(facts.riskReward)) {
            text.append(", reward ").append(number(facts.riskReward)).append(" times the risk");
        }
        text.append(". Confidence ").append(percent(facts.confidence)).append(" %, valid until ");
        text.append(time(facts.expiryTimeNs)).append('.');
        composite();
        return text.toString();
    }

    private void reason(boolean buy) {
        switch (facts.ruleKind) {
            case "moving-average-cross" -> {
                if (hasValues("fast", "slow")) {
                    text.append("the fast average (").append(value("fast")).append(") has crossed ");
                    text.append(buy ? "above" : "below")
                            .append(" the slow one (")
                            .append(value("slow"))
                            .append(')');
                    also("adx", " in a trend of strength (ADX) ");
                    return;
                }
            }
            case "rsi-reversion" -> {
                if (hasValues("rsi", "extreme_rsi")) {
                    text.append("the relative strength index has come back ")
                            .append(buy ? "up" : "down")
                            .append(" to ");
                    text.append(value("rsi")).append(" from an extreme of ").append(value("extreme_rsi"));
                    return;
                }
            }
            case "bollinger-breakout" -> {
                String band = buy ? "upper" : "lower";
                if (hasValues("close", band)) {
                    text.append("the close (").append(value("close")).append(") has broken out ");
                    text.append(buy ? "above" : "below")
                            .append(" the ")
                            .append(band)
                            .append(" Bollinger band (");
                    text.append(value(band)).append(')');
                    return;
                }
            }
            default -> {
                // A kind that has no words of its own.
            }
        }
        operands();
    }

    private void operands() {
        List<String> known = new ArrayList<>();
        for (int i = 0; i < Math.min(facts.operandNames.size(), facts.operands.length); i++) {
            if (Double.isFinite(facts.operands[i])) {
                known.add(facts.operandNames.get(i) + " is " + number(facts.operands[i]));
            }
        }
        text.append(known.isEmpty() ? "its condition holds" : String.join(", ", known));
    }

    private void composite() {
        String[] names = {"sentiment", "indicators", "market regime"};
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            double part = facts.components[i + 1];
            if (!Double.isNaN(part)) {
                parts.add(names[i] + " " + number(part));
            }
        }
        double score = facts.components[0];
        if (Double.isNaN(score) && parts.isEmpty()) {
            return;
        }
        text.append(" Composite market score ").append(Double.isNaN(score) ? "not made" : number(score));
        text.append(parts.isEmpty() ? "" : ": " + String.join(", ", parts)).append('.');
    }

    private void also(String operand, String words) {
        if (hasValues(operand)) {
            text.append(words).append(value(operand));
        }
    }

    private boolean hasValues(String... names) {
        for (String name : names) {
            int index = facts.operandNames.indexOf(name);
            if (index < 0 || index >= facts.operands.length || !Double.isFinite(facts.operands[index])) {
                return false;
            }
        }
        return true;
    }

    private String value(String operand) {
        return number(facts.operands[facts.operandNames.indexOf(operand)]);
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
        boolean plain = rounded.signum() == 0 || (rounded.precision() - rounded.scale() <= 15 && rounded.scale() <= 12);
        return plain ? rounded.toPlainString() : rounded.toString();
    }

    private static String percent(double fraction) {
        return Double.isFinite(fraction) ? Long.toString(Math.round(fraction * 100)) : "unknown";
    }

    private static String time(long epochNs) {
        return MINUTE.format(LocalDateTime.ofEpochSecond(Math.floorDiv(epochNs, NANOS_PER_SECOND), 0, ZoneOffset.UTC))
                + " UTC";
    }
}
