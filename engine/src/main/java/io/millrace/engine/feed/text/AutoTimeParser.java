package io.millrace.engine.feed.text;

/**
 * Reads the common times: an ISO date or date and time, {@code yyyymmdd}, or a number since the epoch whose unit its
 * magnitude tells. Decided for each field, so that a bad first line does not mislead the rest.
 *
 * <p>Feed thread; no allocation.
 */
public final class AutoTimeParser implements TimeParser {

    private static final int BASIC_DATE_LENGTH = 8;

    private final IsoTimeParser iso;
    private final ZoneTable zone;
    private final DateTimeFields fields = new DateTimeFields();

    public AutoTimeParser(ZoneTable zone) {
        this.zone = zone;
        this.iso = new IsoTimeParser(zone);
    }

    @Override
    public long parseNs(byte[] buffer, int start, int end) {
        if (end - start > 4 && buffer[start + 4] == '-') {
            return iso.parseNs(buffer, start, end);
        }
        if (end - start == BASIC_DATE_LENGTH) {
            return basicDate(buffer, start, end);
        }
        return Times.parseAnyUnit(buffer, start, end);
    }

    private long basicDate(byte[] buffer, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            if (!Ascii.isDigit(buffer[i])) {
                return Times.BAD;
            }
            value = value * 10 + (buffer[i] - '0');
        }
        fields.clear();
        fields.year = value / 10_000;
        fields.month = value / 100 % 100;
        fields.day = value % 100;
        return fields.toNs(zone);
    }
}
