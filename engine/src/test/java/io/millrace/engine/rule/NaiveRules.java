package io.millrace.engine.rule;

import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.journal.codec.Action;
import java.util.List;
import java.util.Map;

/** The rules written over the whole history at every bar, without any memory of their own: slow and plain. */
final class NaiveRules {
    /** What a rule can see at one warm bar. */
    record Seen(double close, Map<String, double[]> outputs) {
        double first(String role) {
            return outputs.get(role)[0];
        }
    }

    /** What it says; null for nothing. */
    record Said(Action action, double confidence) {}

    private NaiveRules() {}

    static Said atLastBar(RuleKind kind, Map<String, Double> parameters, List<Seen> history) {
        if (history.size() < 2) {
            return null;
        }
        return switch (kind) {
            case MOVING_AVERAGE_CROSS -> cross(parameters, history);
            case RSI_REVERSION -> reversion(parameters, history);
            case BOLLINGER_BREAKOUT -> breakout(parameters, history);
        };
    }

    private static Said cross(Map<String, Double> parameters, List<Seen> history) {
        Seen now = last(history, 0);
        double difference = now.first("fast") - now.first("slow");
        double before = 0;
        for (int back = 1; back < history.size() && before == 0; back++) {
            before = last(history, back).first("fast") - last(history, back).first("slow");
        }
        if (Math.signum(difference) * Math.signum(before) != -1
                || (now.outputs().containsKey("adx") && now.first("adx") < parameters.get("min-adx"))) {
            return null;
        }
        double previous = last(history, 1).first("fast") - last(history, 1).first("slow");
        return new Said(
                difference > 0 ? Action.BUY : Action.SELL,
                confidence(Math.abs(difference - previous), now.first("atr"), parameters));
    }

    private static Said reversion(Map<String, Double> parameters, List<Seen> history) {
        double now = last(history, 0).first("rsi");
        double previous = last(history, 1).first("rsi");
        double oversold = parameters.get("oversold");
        double overbought = parameters.get("overbought");
        double deepest = 0;
        if (previous <= oversold && now > oversold) {
            for (int back = 1; back < history.size() && last(history, back).first("rsi") <= oversold; back++) {
                deepest = Math.max(deepest, oversold - last(history, back).first("rsi"));
            }
            return new Said(Action.BUY, confidence(deepest, 1, parameters));
        }
        if (previous >= overbought && now < overbought) {
            for (int back = 1; back < history.size() && last(history, back).first("rsi") >= overbought; back++) {
                deepest = Math.max(deepest, last(history, back).first("rsi") - overbought);
            }
            return new Said(Action.SELL, confidence(deepest, 1, parameters));
        }
        return null;
    }

    private static Said breakout(Map<String, Double> parameters, List<Seen> history) {
        if (beyond(last(history, 1)) != 0 || beyond(last(history, 0)) == 0) {
            return null;
        }
        double distance = beyond(last(history, 0));
        return new Said(
                distance > 0 ? Action.BUY : Action.SELL,
                confidence(Math.abs(distance), last(history, 0).first("atr"), parameters));
    }

    private static double beyond(Seen seen) {
        double[] bands = seen.outputs().get("bands");
        double upper = bands[IndicatorKind.BOLLINGER.outputNames().indexOf("upper")];
        double lower = bands[IndicatorKind.BOLLINGER.outputNames().indexOf("lower")];
        return seen.close() > upper ? seen.close() - upper : seen.close() < lower ? seen.close() - lower : 0;
    }

    private static double confidence(double size, double unit, Map<String, Double> parameters) {
        return unit == 0 ? 0 : size / unit / (size / unit + parameters.get("half-confidence"));
    }

    private static Seen last(List<Seen> history, int back) {
        return history.get(history.size() - 1 - back);
    }
}
