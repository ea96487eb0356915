package io.millrace.engine.feed.text;

/** Small questions about bytes. Any thread; no state; no allocation except in {@link #excerpt}. */
public final class Ascii {

    private static final int EXCERPT_BYTES = 96;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Ascii() {}

    /** Whether the bytes are that text, letters compared without case; {@code lowerCase} holds the lower-case text. */
    public static boolean equalsIgnoreCase(byte[] buffer, int start, int end, byte[] lowerCase) {
        if (end - start != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(buffer[start + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + ('a' - 'A')) : c;
    }

    public static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** Index of the first byte that is neither space nor tab. */
    public static int skipBlanks(byte[] buffer, int start, int end) {
        int i = start;
        while (i < end && (buffer[i] == ' ' || buffer[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** Index behind the last byte that is neither space nor tab. */
    public static int trimEnd(byte[] buffer, int start, int end) {
        int i = end;
        while (i > start && (buffer[i - 1] == ' ' || buffer[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    /** The beginning of a line for people: everything but printable ASCII stands as {@code \xNN}. */
    public static String excerpt(byte[] buffer, int start, int end) {
        int shown = Math.min(end - start, EXCERPT_BYTES);
        StringBuilder text = new StringBuilder(shown + 3);
        for (int i = start; i < start + shown; i++) {
            int c = buffer[i] & 0xff;
            if (c >= ' ' && c < 0x7f) {
                text.append((char) c);
            } else {
                text.append("\\x").append(HEX[c >> 4]).append(HEX[c & 0xf]);
            }
        }
        return shown < end - start ? text.append("...").toString() : text.toString();
    }
}
