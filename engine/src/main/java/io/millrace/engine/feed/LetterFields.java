package io.millrace.engine.feed;

/**
 * Where the values of the one-letter keys of a message stand.
 *
 * <p>Feed thread; reused for each message; no allocation after construction, and nothing to clear between messages.
 */
final class LetterFields {

    private static final int SLOTS = 128;

    private final int[] starts = new int[SLOTS];
    private final int[] ends = new int[SLOTS];
    private final long[] messages = new long[SLOTS];
    private long message;

    void nextMessage() {
        message++;
    }

    void put(byte letter, int start, int end) {
        if (letter >= 0) {
            starts[letter] = start;
            ends[letter] = end;
            messages[letter] = message;
        }
    }

    boolean has(char letter) {
        return messages[letter] == message;
    }

    int start(char letter) {
        return starts[letter];
    }

    int end(char letter) {
        return ends[letter];
    }
}
