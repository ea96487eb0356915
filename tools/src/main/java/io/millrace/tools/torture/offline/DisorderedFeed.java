package io.millrace.tools.torture.offline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Events with everything wrong that a venue can do to their order, from a seed. One thread. */
final class DisorderedFeed {
    private static final long MILLI_NS = 1_000_000L;
    private static final long START_NS = 1_723_161_600_000L * MILLI_NS;
    private static final long CENT = 1_000_000L;
    private static final long THOUSANDTH = 100_000L;
    private static final int MOST_REPEATED = 100;

    private final SplittableRandom random;
    private long id;
    private long timeNs = START_NS;

    DisorderedFeed(final SplittableRandom random) {
        this.random = random;
        id = random.nextInt(1_000);
    }

    /** The next lines of the feed. */
    List<NaiveStream.Event> next(final int count) {
        final List<NaiveStream.Event> events = new ArrayList<>();
        while (events.size() < count) {
            final int kind = random.nextInt(100);
            if (kind < 4 && !events.isEmpty()) {
                // One again, from near or from beyond every window.
                events.add(events.get(events.size() - 1 - random.nextInt(Math.min(MOST_REPEATED, events.size()))));
            } else if (kind < 5 && !events.isEmpty()) {
                // A part of the feed is replayed.
                final int from = events.size() - 1 - random.nextInt(Math.min(MOST_REPEATED, events.size()));
                events.addAll(List.copyOf(events.subList(from, Math.min(events.size(), from + 10))));
            } else {
                step(kind);
                events.add(new NaiveStream.Event(
                        id,
                        timeNs - past(kind),
                        (5_000_000 + random.nextInt(100_000)) * CENT,
                        (1 + random.nextInt(5_000)) * THOUSANDTH));
            }
        }
        for (int i = 1; i < events.size(); i++) {
            if (random.nextInt(25) == 0) {
                Collections.swap(events, i, Math.max(0, i - 1 - random.nextInt(70)));
            }
        }
        return events;
    }

    private void step(final int kind) {
        if (kind < 8) {
            id += 2 + random.nextInt(kind == 7 ? 1_000 : 70);
        } else {
            id++;
        }
        // A tick of the future makes all that follow late until time has caught up.
        timeNs += (kind == 9 ? random.nextInt(2_000) : random.nextInt(6)) * MILLI_NS;
        if (kind == 10) {
            timeNs -= random.nextInt(1_500) * MILLI_NS;
        }
    }

    private long past(final int kind) {
        return kind == 11 ? random.nextInt(60_000) * MILLI_NS : 0;
    }

    /** Lines of {@code binance-trades}. */
    static String trades(final List<NaiveStream.Event> events) {
        final StringBuilder lines = new StringBuilder();
        for (final NaiveStream.Event event : events) {
            Ticks.line(
                    lines,
                    event.id(),
                    event.timeNs() / 1_000,
                    event.price() / CENT,
                    event.quantity() / THOUSANDTH,
                    (event.id() & 1) == 0);
        }
        return lines.toString();
    }

    /** Lines of {@code binance-bookticker} with the same price and quantity on both sides. */
    static String quotes(final List<NaiveStream.Event> events) {
        final StringBuilder lines = new StringBuilder();
        for (final NaiveStream.Event event : events) {
            final String price = Ticks.decimal(event.price() / CENT, 2);
            final String quantity = Ticks.decimal(event.quantity() / THOUSANDTH, 3);
            final long timeMs = event.timeNs() / MILLI_NS;
            lines.append(String.join(
                            ",", "" + event.id(), price, quantity, price, quantity, "" + timeMs, "" + (timeMs + 1)))
                    .append('\n');
        }
        return lines.toString();
    }
}
