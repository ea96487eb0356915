package io.millrace.engine.feed.text;

/** Checks that bytes are well-formed UTF-8 (Unicode 15, table 3-7). Any thread; no state; no allocation. */
public final class Utf8 {

    private Utf8() {}

    public static boolean valid(byte[] buffer, int start, int end) {
        int i = start;
        while (i < end) {
            int length = sequenceLength(buffer, i, end);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** Length of the sequence that starts there, 0 when there is none. */
    private static int sequenceLength(byte[] buffer, int i, int end) {
        int first = buffer[i] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        // The second byte's range rules out overlong forms, surrogates and what lies beyond U+10FFFF.
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        int length;
        if (first >= 0xc2 && first <= 0xdf) {
            length = 2;
        } else if (first >= 0xe0 && first <= 0xef) {
            length = 3;
        } else if (first >= 0xf0 && first <= 0xf4) {
            length = 4;
        } else {
            return 0;
        }
        if (end - i < length || !between(buffer[i + 1], low, high)) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if (!between(buffer[i + k], 0x80, 0xbf)) {
                return 0;
            }
        }
        return length;
    }

    private static boolean between(byte value, int low, int high) {
        int unsigned = value & 0xff;
        return unsigned >= low && unsigned <= high;
    }
}
