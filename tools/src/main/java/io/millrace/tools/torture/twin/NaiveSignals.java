package io.millrace.tools.torture.twin;

import io.millrace.tools.torture.twin.TwinOutputs.BarKey;
import io.millrace.tools.torture.twin.TwinOutputs.ClosedBar;
import io.millrace.tools.torture.twin.TwinOutputs.Decision;
import java.util.ArrayList;
import java.util.List;

/** Rules and limits of one instrument over the whole history at every bar, with no memory but lists. One thread. */
final class NaiveSignals {
    private static final long HOUR_NS = 3_600_000_000_000L;

    /** What a rule says; {@code barNumber} counts the bars of the instrument. */
    private record Fired(int rule, String action, double confidence, double atr, int barNumber) {}

    private record Sent(int rule, String action, long atNs, long expiryNs, int barNumber) {}

    private record Averages(double fast, double slow) {}

    private final List<Averages> averages = new ArrayList<>();
    private final List<Double> strengths = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();

    /** What is decided about a rule at the last of the bars; null where it does not fire. */
    Decision atLastBar(int rule, BarKey key, List<ClosedBar> bars) {
        double[] atr = NaiveIndicators.atr(bars, TwinSetup.ATR_PERIOD);
        Fired fired = rule == TwinSetup.CROSS_RULE ? cross(bars, atr) : reversion(bars, atr);
        return fired == null ? null : decide(fired, key, bars.get(bars.size() - 1));
    }

    private Fired cross(List<ClosedBar> bars, double[] atr) {
        double[] fast = NaiveIndicators.ema(bars, TwinSetup.EMA_PERIOD);
        double[] slow = NaiveIndicators.sma(bars, TwinSetup.SMA_PERIOD);
        if (fast == null || slow == null || atr == null) {
            return null;
        }
        averages.add(new Averages(fast[0], slow[0]));
        if (averages.size() < 2) {
            return null;
        }
        Averages before = averages.get(averages.size() - 2);
        double was = before.fast - before.slow;
        double is = fast[0] - slow[0];
        if (was < 0 == is < 0) {
            return null;
        }
        double speed = Math.abs(is - was) / atr[0];
        return new Fired(
                TwinSetup.CROSS_RULE,
                is > 0 ? "BUY" : "SELL",
                speed / (speed + TwinSetup.CROSS_HALF_CONFIDENCE),
                atr[0],
                bars.size());
    }

    private Fired reversion(List<ClosedBar> bars, double[] atr) {
        double[] rsi = NaiveIndicators.rsi(bars, TwinSetup.RSI_PERIOD);
        if (rsi == null || atr == null) {
            return null;
        }
        strengths.add(rsi[0]);
        if (strengths.size() < 2) {
            return null;
        }
        double before = strengths.get(strengths.size() - 2);
        if (before <= TwinSetup.OVERSOLD && rsi[0] > TwinSetup.OVERSOLD) {
            return left("BUY", bars, atr[0]);
        }
        if (before >= TwinSetup.OVERBOUGHT && rsi[0] < TwinSetup.OVERBOUGHT) {
            return left("SELL", bars, atr[0]);
        }
        return null;
    }

    /** The zone was left: how deep into it did the stay go? */
    private Fired left(String action, List<ClosedBar> bars, double atr) {
        double depth = 0;
        for (int i = strengths.size() - 2; i >= 0; i--) {
            double into = action.equals("BUY")
                    ? TwinSetup.OVERSOLD - strengths.get(i)
                    : strengths.get(i) - TwinSetup.OVERBOUGHT;
            if (into < 0) {
                break;
            }
            depth = Math.max(depth, into);
        }
        double confidence = depth == 0 ? 0 : depth / (depth + TwinSetup.REVERSION_HALF_CONFIDENCE);
        return new Fired(TwinSetup.REVERSION_RULE, action, confidence, atr, bars.size());
    }

    private Decision decide(Fired fired, BarKey key, ClosedBar bar) {
        String reason = whyNot(fired, bar.atNs());
        if (!reason.equals("NONE")) {
            return new Decision(bar.atNs(), fired.action, reason, bar.close(), 0, 0, fired.confidence);
        }
        long closeNs = key.openNs() + key.intervalNs();
        sent.add(new Sent(
                fired.rule,
                fired.action,
                bar.atNs(),
                closeNs + TwinSetup.EXPIRY_BARS * key.intervalNs(),
                fired.barNumber));
        long stop = (long) Math.ceil(TwinSetup.STOP_ATR * fired.atr * TwinSetup.PRICE_UNIT);
        long target = (long) Math.ceil(stop * TwinSetup.TARGET_ATR / TwinSetup.STOP_ATR);
        int way = fired.action.equals("BUY") ? 1 : -1;
        return new Decision(
                bar.atNs(),
                fired.action,
                reason,
                bar.close(),
                bar.close() - way * stop,
                bar.close() + way * target,
                fired.confidence);
    }

    private String whyNot(Fired fired, long atNs) {
        if (fired.atr == 0) {
            return "NO_VOLATILITY";
        }
        int inHour = 0;
        Sent last = null;
        Sent lastOfAction = null;
        for (Sent each : sent) {
            if (each.rule == fired.rule) {
                last = each;
                lastOfAction = each.action.equals(fired.action) ? each : lastOfAction;
            }
            inHour += each.atNs / HOUR_NS == atNs / HOUR_NS ? 1 : 0;
        }
        if (lastOfAction != null && atNs < lastOfAction.expiryNs) {
            return "SAME_DIRECTION_OPEN";
        }
        if (last != null && fired.barNumber - last.barNumber < TwinSetup.COOLDOWN_BARS) {
            return "COOLDOWN";
        }
        return inHour >= TwinSetup.MAX_SIGNALS_PER_HOUR ? "RATE_LIMIT" : "NONE";
    }
}
