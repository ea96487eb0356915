package io.millrace.engine.testing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules for streams and bars in the plainest form: every id is remembered, every bar is an object, every instrument is
 * looked at for every tick. Gives the same lines as {@link ChainHarness}.
 */
public final class NaiveMarket {
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private static final class NaiveBar {
        private final long openNs;
        private final String source;
        private final long open;
        private long high;
        private long low;
        private long close;
        private BigInteger volume = BigInteger.ZERO;
        private long count;

        private NaiveBar(final long openNs, final String source, final long open) {
            this.openNs = openNs;
            this.source = source;
            this.open = open;
            this.high = open;
            this.low = open;
        }

        private void add(final long toHigh, final long toLow, final long toClose, final long more, final long trades) {
            high = Math.max(high, toHigh);
            low = Math.min(low, toLow);
            close = toClose;
            volume = volume.add(BigInteger.valueOf(more));
            count += trades;
        }
    }

    private static final class Stream {
        private Long newestNs;
        private boolean late;
    }

    private static final class Asset {
        private final int id;
        private final Set<Long> tradeIds = new HashSet<>();
        private Long largestTradeId;
        private Long largestQuoteId;
        private Long newestBarOpenNs;
        private long venueIntervalNs;
        private final Map<String, Stream> streams = new TreeMap<>();
        private final Map<Long, NaiveBar> open = new TreeMap<>();
        private final Map<Long, NaiveBar> last = new TreeMap<>();

        private Asset(final int id) {
            this.id = id;
        }
    }

    private final List<Long> intervalsNs;
    private final Map<Integer, Asset> assets = new TreeMap<>();
    private final List<String> outputs = new ArrayList<>();
    private long timerNs;
    private long duplicates;

    public NaiveMarket(final List<Long> intervalsNs) {
        this.intervalsNs = intervalsNs;
    }

    public List<String> takeOutputs() {
        final List<String> taken = List.copyOf(outputs);
        outputs.clear();
        return taken;
    }

    public long duplicates() {
        return duplicates;
    }

    public void define(final int instrumentId) {
        assets.put(instrumentId, new Asset(instrumentId));
    }

    public void event(final MarketEvent event, final int instrumentId, final int feedId) {
        final Asset asset = assets.get(instrumentId);
        switch (event.kind()) {
            case TRADE -> trade(event, asset, feedId);
            case QUOTE -> quote(event, asset, feedId);
            case BAR -> venueBar(event, asset, feedId);
        }
    }

    private void trade(final MarketEvent event, final Asset asset, final int feedId) {
        final long id = event.venueId();
        if (id >= 0 && asset.largestTradeId != null) {
            if (asset.tradeIds.contains(id) || id <= asset.largestTradeId - 64) {
                duplicates++;
                return;
            }
            if (id > asset.largestTradeId + 1) {
                final long missing = id - asset.largestTradeId - 1;
                status(event.eventTimeNs(), asset, feedId, "GAP", "TRADES", asset.largestTradeId + 1, id, missing);
            }
        }
        if (id >= 0) {
            asset.tradeIds.add(id);
            asset.largestTradeId = asset.largestTradeId == null ? id : Math.max(id, asset.largestTradeId);
        }
        inOrder(event.eventTimeNs(), event.eventTimeNs(), asset, feedId, "TRADES");
        for (final long intervalNs : intervalsNs) {
            if (asset.venueIntervalNs == 0 || intervalNs < asset.venueIntervalNs) {
                tradeInBar(event, asset, intervalNs);
            }
        }
    }

    private void tradeInBar(final MarketEvent event, final Asset asset, final long intervalNs) {
        final long startNs = Math.floorDiv(event.eventTimeNs(), intervalNs) * intervalNs;
        NaiveBar open = asset.open.get(intervalNs);
        if (open != null && startNs < open.openNs) {
            return;
        }
        if (open != null && startNs > open.openNs) {
            close(event.eventTimeNs(), asset, intervalNs);
            open = null;
        }
        if (open == null) {
            if (!mayStart(asset, intervalNs, startNs)) {
                return;
            }
            open = new NaiveBar(startNs, "TRADES", event.price());
            asset.open.put(intervalNs, open);
        }
        open.add(event.price(), event.price(), event.price(), event.quantity(), 1);
    }

    private boolean mayStart(final Asset asset, final long intervalNs, final long startNs) {
        final NaiveBar last = asset.last.get(intervalNs);
        return (last == null || startNs > last.openNs) && startNs + intervalNs > timerNs;
    }

    private void quote(final MarketEvent event, final Asset asset, final int feedId) {
        final long id = event.venueId();
        if (id >= 0) {
            if (asset.largestQuoteId != null && id <= asset.largestQuoteId) {
                duplicates++;
                return;
            }
            asset.largestQuoteId = id;
        }
        inOrder(event.eventTimeNs(), event.eventTimeNs(), asset, feedId, "QUOTES");
    }

    private void venueBar(final MarketEvent event, final Asset asset, final int feedId) {
        if (asset.venueIntervalNs == 0) {
            asset.venueIntervalNs = event.intervalNs();
            asset.open.keySet().removeIf(intervalNs -> intervalNs >= event.intervalNs());
        }
        if (event.intervalNs() != asset.venueIntervalNs) {
            return;
        }
        if (asset.newestBarOpenNs != null && event.openTimeNs() == asset.newestBarOpenNs) {
            duplicates++;
            return;
        }
        final boolean inOrder = inOrder(event.eventTimeNs(), event.eventTimeNs(), asset, feedId, "BARS");
        if (inOrder) {
            asset.newestBarOpenNs = event.openTimeNs();
        }
        for (final long intervalNs : intervalsNs) {
            if (intervalNs == event.intervalNs()) {
                whole(event, asset, intervalNs, inOrder);
            } else if (intervalNs > event.intervalNs() && inOrder) {
                part(event, asset, intervalNs);
            }
        }
    }

    private void whole(final MarketEvent event, final Asset asset, final long intervalNs, final boolean inOrder) {
        final NaiveBar bar = new NaiveBar(event.openTimeNs(), "EXTERNAL", event.price());
        bar.add(event.high(), event.low(), event.price(), event.quantity(), 0);
        if (inOrder) {
            asset.last.put(intervalNs, bar);
        }
        bar(event.eventTimeNs(), asset, intervalNs, bar);
    }

    private void part(final MarketEvent event, final Asset asset, final long intervalNs) {
        final long startNs = Math.floorDiv(event.openTimeNs(), intervalNs) * intervalNs;
        boolean closed = false;
        NaiveBar open = asset.open.get(intervalNs);
        if (open != null && open.openNs < startNs) {
            close(event.eventTimeNs(), asset, intervalNs);
            closed = true;
            open = null;
        }
        if (open == null) {
            if (!mayStart(asset, intervalNs, startNs)) {
                return;
            }
            open = new NaiveBar(startNs, "EXTERNAL", event.price());
            asset.open.put(intervalNs, open);
        }
        open.add(event.high(), event.low(), event.price(), event.quantity(), 0);
        if (!closed && event.eventTimeNs() >= startNs + intervalNs) {
            close(event.eventTimeNs(), asset, intervalNs);
        }
    }

    public void clock(final long timeNs) {
        for (final long intervalNs : intervalsNs) {
            for (final Asset asset : assets.values()) {
                final NaiveBar open = asset.open.get(intervalNs);
                if (open != null && open.openNs + intervalNs <= timeNs) {
                    close(timeNs, asset, intervalNs);
                }
            }
        }
        timerNs = Math.max(timerNs, timeNs);
    }

    private boolean inOrder(
            final long timeNs, final long newestIfTaken, final Asset asset, final int feedId, final String name) {
        final Stream stream = asset.streams.computeIfAbsent(name, unused -> new Stream());
        if (stream.newestNs == null || timeNs >= stream.newestNs) {
            stream.newestNs = newestIfTaken;
            stream.late = false;
            return true;
        }
        if (!stream.late) {
            stream.late = true;
            status(timeNs, asset, feedId, "OUT_OF_ORDER", name, stream.newestNs, timeNs, 1);
        }
        return false;
    }

    private void close(final long atNs, final Asset asset, final long intervalNs) {
        final NaiveBar closed = asset.open.remove(intervalNs);
        asset.last.put(intervalNs, closed);
        bar(atNs, asset, intervalNs, closed);
    }

    private void bar(final long atNs, final Asset asset, final long intervalNs, final NaiveBar bar) {
        final boolean saturated = bar.volume.compareTo(MOST) > 0;
        outputs.add("bar at=" + atNs + " instrument=" + asset.id + " " + bar.source + " interval=" + intervalNs
                + " open=" + bar.openNs + " " + bar.open + "/" + bar.high + "/" + bar.low + "/" + bar.close + " volume="
                + bar.volume.min(MOST) + (saturated ? " saturated" : "") + " count=" + bar.count);
    }

    private void status(
            final long atNs,
            final Asset asset,
            final int feedId,
            final String state,
            final String stream,
            final long expected,
            final long actual,
            final long count) {
        outputs.add("status at=" + atNs + " instrument=" + asset.id + " feed=" + feedId + " " + state + " ENGINE "
                + stream + " expected=" + expected + " actual=" + actual + " count=" + count);
    }
}
