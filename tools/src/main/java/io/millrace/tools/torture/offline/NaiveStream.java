package io.millrace.tools.torture.offline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One stream of one instrument, by the rules as the engine's README states them and in the plainest form: every id is kept, every
 * file remembers its last line that was taken. One thread.
 */
final class NaiveStream {
    /** An event as its line says it. Times in ns, prices and quantities as mantissas at ten to the minus eight. */
    record Event(long id, long timeNs, long price, long quantity) {}

    private static final long NANOS = 1_000_000_000L;
    private static final int WINDOW = 64;

    private final boolean trades;
    private final Set<Long> ids = new HashSet<>();
    private final List<String> taken = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long largestId = -1;
    private long newestNs = -NANOS;
    private boolean late;
    private long duplicates;

    /** @param trades whether ids are trade ids, of which none may be missing, or update ids, which only grow */
    NaiveStream(final boolean trades) {
        this.trades = trades;
    }

    /**
     * Brings the lines of a file.
     *
     * @param position last line that was taken before
     * @return last line taken now
     */
    int file(final List<Event> lines, final int position) {
        int last = position;
        for (int line = position + 1; line <= lines.size(); line++) {
            if (take(lines.get(line - 1), line)) {
                last = line;
            }
        }
        return last;
    }

    private boolean take(final Event event, final int line) {
        if (isDuplicate(event.id())) {
            duplicates++;
            return false;
        }
        taken.add(text(event.id(), event.timeNs(), line, event.price(), event.quantity()));
        if (trades && largestId >= 0 && event.id() > largestId + 1) {
            told.add("GAP " + (largestId + 1) + " " + event.id() + " " + (event.id() - largestId - 1));
        }
        ids.add(event.id());
        largestId = Math.max(largestId, event.id());
        if (event.timeNs() >= newestNs) {
            newestNs = event.timeNs();
            late = false;
        } else if (!late) {
            late = true;
            told.add("OUT_OF_ORDER " + newestNs + " " + event.timeNs() + " 1");
        }
        return true;
    }

    private boolean isDuplicate(final long id) {
        if (largestId < 0) {
            return false;
        }
        return trades ? ids.contains(id) || id <= largestId - WINDOW : id <= largestId;
    }

    /** What is in the journal of an event. */
    static String text(final long id, final long timeNs, final long line, final long price, final long quantity) {
        return id + " at " + timeNs + " line " + line + " " + price + " x " + quantity;
    }

    /** Events that were taken, in their order. */
    List<String> taken() {
        return taken;
    }

    /** Gaps and falls behind, in their order. */
    List<String> told() {
        return told;
    }

    /** Events that were dropped as repeats. */
    long duplicates() {
        return duplicates;
    }
}
