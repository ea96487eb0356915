package io.millrace.tools.torture.twin;

import io.millrace.tools.torture.twin.TwinOutputs.BarKey;
import io.millrace.tools.torture.twin.TwinOutputs.ClosedBar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Repeats, ticks and bars, from the rules in the engine's README and nothing else: every id is remembered, every bar is a list of its
 * trades, every instrument is looked at for every tick. One thread.
 */
final class NaiveBars {
    /** Told of each bar when it closes. */
    interface Listener {
        void closed(BarKey key, ClosedBar bar);
    }

    private static final long OLDEST_LATE_ID = 64;

    private static final class OpenBar {
        private final long openNs;
        private final List<TwinEvent> trades = new ArrayList<>();

        private OpenBar(long openNs) {
            this.openNs = openNs;
        }

        private ClosedBar close(long atNs) {
            long high = Long.MIN_VALUE;
            long low = Long.MAX_VALUE;
            long volume = 0;
            for (TwinEvent trade : trades) {
                high = Math.max(high, trade.price());
                low = Math.min(low, trade.price());
                volume += trade.quantity();
            }
            return new ClosedBar(
                    atNs,
                    trades.get(0).price(),
                    high,
                    low,
                    trades.get(trades.size() - 1).price(),
                    volume,
                    trades.size());
        }
    }

    private static final class Asset {
        private final Set<Long> tradeIds = new HashSet<>();
        private long largestTradeId = -1;
        private long largestQuoteId = -1;
        private final Map<Long, OpenBar> open = new HashMap<>();
        private final Map<Long, Long> lastOpenNs = new HashMap<>();
    }

    private final Listener listener;
    private final Map<Integer, Asset> assets = new TreeMap<>();
    private long newestEventNs;
    private long newestTickNs;

    NaiveBars(Listener listener) {
        this.listener = listener;
    }

    /** Takes an event of an instrument, after the ticks that are due before it. */
    void event(int instrument, TwinEvent event) {
        ticksBefore(event.timeNs());
        Asset asset = assets.computeIfAbsent(instrument, unused -> new Asset());
        if (!repeated(asset, event) && !event.quote()) {
            for (long intervalNs : TwinSetup.INTERVALS_NS) {
                trade(instrument, asset, event, intervalNs);
            }
        }
        newestEventNs = Math.max(newestEventNs, event.timeNs());
    }

    /** For each bar length the first boundary after the newest event is a tick, once, in the order of time. */
    private void ticksBefore(long eventNs) {
        if (newestEventNs == 0) {
            return;
        }
        List<Long> ticks = new ArrayList<>();
        for (long intervalNs : TwinSetup.INTERVALS_NS) {
            long boundaryNs = (newestEventNs / intervalNs + 1) * intervalNs;
            if (boundaryNs > newestTickNs && boundaryNs <= eventNs && !ticks.contains(boundaryNs)) {
                ticks.add(boundaryNs);
            }
        }
        ticks.sort(null);
        for (long tickNs : ticks) {
            tick(tickNs);
        }
    }

    private void tick(long tickNs) {
        for (long intervalNs : TwinSetup.INTERVALS_NS) {
            assets.forEach((instrument, asset) -> {
                OpenBar open = asset.open.get(intervalNs);
                if (open != null && open.openNs + intervalNs <= tickNs) {
                    close(instrument, asset, intervalNs, tickNs);
                }
            });
        }
        newestTickNs = Math.max(newestTickNs, tickNs);
    }

    private static boolean repeated(Asset asset, TwinEvent event) {
        if (event.quote()) {
            boolean repeated = event.id() <= asset.largestQuoteId;
            asset.largestQuoteId = Math.max(asset.largestQuoteId, event.id());
            return repeated;
        }
        if (asset.largestTradeId >= 0 && event.id() <= asset.largestTradeId - OLDEST_LATE_ID) {
            return true;
        }
        asset.largestTradeId = Math.max(asset.largestTradeId, event.id());
        return !asset.tradeIds.add(event.id());
    }

    private void trade(int instrument, Asset asset, TwinEvent trade, long intervalNs) {
        long openNs = trade.timeNs() / intervalNs * intervalNs;
        OpenBar open = asset.open.get(intervalNs);
        if (open != null && open.openNs > openNs) {
            return;
        }
        if (open != null && open.openNs < openNs) {
            close(instrument, asset, intervalNs, trade.timeNs());
        }
        if (asset.open.get(intervalNs) == null) {
            boolean over = openNs + intervalNs <= newestTickNs
                    || openNs <= asset.lastOpenNs.getOrDefault(intervalNs, Long.MIN_VALUE);
            if (over) {
                return;
            }
            asset.open.put(intervalNs, new OpenBar(openNs));
        }
        asset.open.get(intervalNs).trades.add(trade);
    }

    private void close(int instrument, Asset asset, long intervalNs, long atNs) {
        OpenBar closed = asset.open.remove(intervalNs);
        asset.lastOpenNs.put(intervalNs, closed.openNs);
        listener.closed(new BarKey(instrument, intervalNs, closed.openNs), closed.close(atNs));
    }
}
