package io.millrace.archiver.verify;

import io.millrace.archiver.verify.DefinedNames.DefinedInstrument;
import io.millrace.archiver.verify.DefinedNames.DefinedRule;
import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.SignalDecoder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The words that {@code explanation} must hold, put together again from the record: another way to the same text than the
 * archiver's, so that a mistake of one shows. Any thread.
 */
final class SignalWords {
    private static final int DIGITS = 6;
    private static final int MOST_WHOLE_DIGITS = 15;
    private static final int MOST_DECIMALS = 12;

    private SignalWords() {}

    static String of(SignalDecoder signal, DefinedInstrument instrument, DefinedRule rule) {
        boolean buy = signal.action() == Action.BUY;
        int exponent = instrument.priceExponent();
        String reward = Double.isNaN(signal.riskReward()) || Double.isInfinite(signal.riskReward())
                ? ""
                : ", reward " + shown(signal.riskReward()) + " times the risk";
        return (buy ? "Buy" : "Sell") + " " + instrument.symbol() + " at " + price(signal.entryPrice(), exponent) + ": "
                + why(signal, rule, buy) + ", by rule " + rule.name() + " at the close of the "
                + interval(signal.intervalNs()) + " bar from " + second(signal.openTimeNs()) + ". Stop loss "
                + price(signal.stopLoss(), exponent) + ", take profit " + price(signal.takeProfit(), exponent) + reward
                + ". Confidence " + (long) Math.floor(signal.confidence() * 100 + 0.5) + " %, valid until "
                + second(signal.expiryTimeNs()) + "." + market(signal);
    }

    private static String why(SignalDecoder signal, DefinedRule rule, boolean buy) {
        Map<String, Double> known = new LinkedHashMap<>();
        double[] values = {signal.operand0(), signal.operand1(), signal.operand2(), signal.operand3()};
        String[] names = rule.operandNames().isEmpty()
                ? new String[0]
                : rule.operandNames().split(",", -1);
        for (int i = 0; i < names.length && i < values.length; i++) {
            if (!Double.isNaN(values[i]) && !Double.isInfinite(values[i])) {
                known.putIfAbsent(names[i], values[i]);
            }
        }
        String side = buy ? "upper" : "lower";
        if (rule.kind().equals("moving-average-cross") && known.containsKey("fast") && known.containsKey("slow")) {
            return "the fast average (" + shown(known.get("fast")) + ") has crossed " + (buy ? "above" : "below")
                    + " the slow one (" + shown(known.get("slow")) + ")"
                    + (known.containsKey("adx") ? " in a trend of strength (ADX) " + shown(known.get("adx")) : "");
        }
        if (rule.kind().equals("rsi-reversion") && known.containsKey("rsi") && known.containsKey("extreme_rsi")) {
            return "the relative strength index has come back " + (buy ? "up" : "down") + " to "
                    + shown(known.get("rsi")) + " from an extreme of " + shown(known.get("extreme_rsi"));
        }
        if (rule.kind().equals("bollinger-breakout") && known.containsKey("close") && known.containsKey(side)) {
            return "the close (" + shown(known.get("close")) + ") has broken out " + (buy ? "above" : "below") + " the "
                    + side + " Bollinger band (" + shown(known.get(side)) + ")";
        }
        StringJoiner all = new StringJoiner(", ").setEmptyValue("its condition holds");
        for (int i = 0; i < names.length && i < values.length; i++) {
            if (!Double.isNaN(values[i]) && !Double.isInfinite(values[i])) {
                all.add(names[i] + " is " + shown(values[i]));
            }
        }
        return all.toString();
    }

    private static String market(SignalDecoder signal) {
        StringJoiner parts = new StringJoiner(", ", ": ", "").setEmptyValue("");
        if (!Double.isNaN(signal.sentimentComponent())) {
            parts.add("sentiment " + shown(signal.sentimentComponent()));
        }
        if (!Double.isNaN(signal.technicalComponent())) {
            parts.add("indicators " + shown(signal.technicalComponent()));
        }
        if (!Double.isNaN(signal.regimeComponent())) {
            parts.add("market regime " + shown(signal.regimeComponent()));
        }
        String score = Double.isNaN(signal.cmsScore()) ? "not made" : shown(signal.cmsScore());
        return score.equals("not made") && parts.length() == 0 ? "" : " Composite market score " + score + parts + ".";
    }

    /** Six significant digits, half up, no zeros at the end; very large and very small ones with a power of ten. */
    private static String shown(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value);
        }
        BigDecimal exact = new BigDecimal(value);
        if (exact.signum() == 0) {
            return "0";
        }
        int whole = exact.precision() - exact.scale();
        BigDecimal rounded =
                exact.setScale(DIGITS - whole, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.precision() - rounded.scale() <= MOST_WHOLE_DIGITS && rounded.scale() <= MOST_DECIMALS
                ? rounded.toPlainString()
                : rounded.toString();
    }

    private static String price(long mantissa, int exponent) {
        return BigDecimal.valueOf(mantissa, -exponent).toPlainString();
    }

    private static String second(long epochNs) {
        String iso =
                Instant.EPOCH.plusNanos(epochNs).truncatedTo(ChronoUnit.SECONDS).toString();
        return iso.substring(0, iso.length() - 1).replace('T', ' ') + " UTC";
    }

    private static String interval(long intervalNs) {
        for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
            long one = TimeframeText.parseNs("1" + unit);
            if (intervalNs != 0 && intervalNs % one == 0) {
                return intervalNs / one + unit;
            }
        }
        return intervalNs + "ns";
    }
}
