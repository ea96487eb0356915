package io.millrace.engine.feed.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Wall clock of a time zone to UTC, from a table of all offset changes between 1970 and 2263.
 *
 * <p>Feed thread; no allocation after construction. A wall time that occurs twice, when clocks go back, is the first of
 * the two; one that does not occur, when they go forward, is read with the offset before the change. {@code java.time}
 * decides the same.
 */
public final class ZoneTable {

    private static final Instant FROM = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2263-01-01T00:00:00Z");

    /** Wall time, in seconds, from which the offset with the same index holds. */
    private final long[] wallSeconds;

    private final int[] offsetSeconds;
    private int last;

    public ZoneTable(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffsetTransition> changes = new ArrayList<>();
        if (!rules.isFixedOffset()) {
            ZoneOffsetTransition change = rules.nextTransition(FROM);
            while (change != null && change.getInstant().isBefore(TO)) {
                changes.add(change);
                change = rules.nextTransition(change.getInstant());
            }
        }
        wallSeconds = new long[changes.size() + 1];
        offsetSeconds = new int[changes.size() + 1];
        wallSeconds[0] = Long.MIN_VALUE;
        offsetSeconds[0] = rules.getOffset(FROM).getTotalSeconds();
        for (int i = 0; i < changes.size(); i++) {
            ZoneOffsetTransition change = changes.get(i);
            LocalDateTime later = change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore();
            wallSeconds[i + 1] = later.toEpochSecond(ZoneOffset.UTC);
            offsetSeconds[i + 1] = change.getOffsetAfter().getTotalSeconds();
        }
    }

    /** Seconds since the epoch, UTC, of a wall time given as if it were UTC. */
    public long toUtcSeconds(long wallClockSeconds) {
        if (wallClockSeconds < wallSeconds[last]
                || (last + 1 < wallSeconds.length && wallClockSeconds >= wallSeconds[last + 1])) {
            last = find(wallClockSeconds);
        }
        return wallClockSeconds - offsetSeconds[last];
    }

    private int find(long wallClockSeconds) {
        int low = 0;
        int high = wallSeconds.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (wallSeconds[middle] <= wallClockSeconds) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
