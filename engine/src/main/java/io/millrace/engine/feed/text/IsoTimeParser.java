package io.millrace.engine.feed.text;

/**
 * Reads {@code yyyy-mm-dd}, optionally followed by {@code T} or a space and {@code hh:mm[:ss[.fraction]]}, optionally
 * followed by {@code Z}, {@code +hh}, {@code +hhmm} or {@code +hh:mm}. Without an offset the zone given is meant.
 *
 * <p>Feed thread; no allocation.
 */
public final class IsoTimeParser implements TimeParser {

    private static final int DATE_LENGTH = 10;
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int MAX_OFFSET_HOURS = 18;

    private final ZoneTable zone;
    private final DateTimeFields fields = new DateTimeFields();
    private byte[] buffer;
    private int position;
    private int end;
    private boolean bad;

    public IsoTimeParser(ZoneTable zone) {
        this.zone = zone;
    }

    @Override
    public long parseNs(byte[] bytes, int start, int fieldEnd) {
        buffer = bytes;
        position = start;
        end = fieldEnd;
        bad = false;
        fields.clear();
        if (fieldEnd - start < DATE_LENGTH) {
            return Times.BAD;
        }
        fields.year = number(4);
        expect('-');
        fields.month = number(2);
        expect('-');
        fields.day = number(2);
        if (!bad && position < end && (buffer[position] == 'T' || buffer[position] == ' ')) {
            position++;
            timeOfDay();
        }
        if (bad) {
            return Times.BAD;
        }
        if (position == end) {
            return fields.toNs(zone);
        }
        int offsetSeconds = offset();
        return bad || position != end ? Times.BAD : fields.toNs(offsetSeconds);
    }

    private void timeOfDay() {
        fields.hour = number(2);
        expect(':');
        fields.minute = number(2);
        if (bad || position == end || buffer[position] != ':') {
            return;
        }
        position++;
        fields.second = number(2);
        if (bad || position == end || buffer[position] != '.') {
            return;
        }
        position++;
        int digits = 0;
        long fraction = 0;
        while (position < end && Ascii.isDigit(buffer[position])) {
            fraction = fraction * 10 + (buffer[position] - '0');
            position++;
            digits++;
            if (digits > MAX_FRACTION_DIGITS) {
                bad = true;
                return;
            }
        }
        bad = digits == 0;
        for (; digits < MAX_FRACTION_DIGITS; digits++) {
            fraction *= 10;
        }
        fields.nanosecond = fraction;
    }

    private int offset() {
        byte sign = buffer[position];
        position++;
        if (sign == 'Z') {
            return 0;
        }
        if (sign != '+' && sign != '-') {
            bad = true;
            return 0;
        }
        int hours = number(2);
        int minutes = 0;
        if (!bad && position < end) {
            if (buffer[position] == ':') {
                position++;
            }
            minutes = number(2);
        }
        bad |= hours > MAX_OFFSET_HOURS || minutes > 59;
        int seconds = hours * 3600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private int number(int digits) {
        if (bad || end - position < digits) {
            bad = true;
            return 0;
        }
        int value = 0;
        for (int i = 0; i < digits; i++, position++) {
            if (!Ascii.isDigit(buffer[position])) {
                bad = true;
                return 0;
            }
            value = value * 10 + (buffer[position] - '0');
        }
        return value;
    }

    private void expect(char c) {
        if (!bad && position < end && buffer[position] == c) {
            position++;
        } else {
            bad = true;
        }
    }
}
