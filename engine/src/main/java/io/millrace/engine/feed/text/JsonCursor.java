package io.millrace.engine.feed.text;

/**
 * Walks over JSON text in a byte range, key by key, without building anything.
 *
 * <p>Feed thread; reused; no allocation. Made for the flat messages of market data captures: it finds keys and the
 * bounds of scalar values and passes over nested ones; it checks structure as far as it walks and never reads outside
 * its range. Escapes in strings are passed over, not resolved.
 */
public final class JsonCursor {

    /** What {@link #nextKey} found. */
    public enum Step {
        KEY,
        END,
        BROKEN
    }

    private byte[] buffer;
    private int position;
    private int end;
    private boolean first;
    private int keyStart;
    private int keyEnd;
    private int valueStart;
    private int valueEnd;

    public void wrap(byte[] bytes, int start, int rangeEnd) {
        buffer = bytes;
        position = start;
        end = rangeEnd;
    }

    public int position() {
        return position;
    }

    public void position(int newPosition) {
        position = newPosition;
    }

    /** Steps into an object; false when none starts here. */
    public boolean enterObject() {
        skipSpace();
        if (position < end && buffer[position] == '{') {
            position++;
            first = true;
            return true;
        }
        return false;
    }

    /** Goes to the value of the next key of the object, or behind the object at its end. */
    public Step nextKey() {
        skipSpace();
        if (position >= end) {
            return Step.BROKEN;
        }
        if (buffer[position] == '}') {
            position++;
            first = false;
            return Step.END;
        }
        if (!first) {
            if (buffer[position] != ',') {
                return Step.BROKEN;
            }
            position++;
            skipSpace();
        }
        first = false;
        if (!string()) {
            return Step.BROKEN;
        }
        keyStart = valueStart;
        keyEnd = valueEnd;
        skipSpace();
        if (position >= end || buffer[position] != ':') {
            return Step.BROKEN;
        }
        position++;
        skipSpace();
        return position < end ? Step.KEY : Step.BROKEN;
    }

    /** Whether the value here is an object or an array. */
    public boolean atNested() {
        return position < end && (buffer[position] == '{' || buffer[position] == '[');
    }

    /** Reads a string, number or literal; its bounds leave out the quotes. */
    public boolean scalar() {
        if (position < end && buffer[position] == '"') {
            return string();
        }
        valueStart = position;
        while (position < end && !endsScalar(buffer[position])) {
            position++;
        }
        valueEnd = position;
        return valueEnd > valueStart;
    }

    /** Passes over any value. */
    public boolean skipValue() {
        if (!atNested()) {
            return scalar();
        }
        int depth = 0;
        while (position < end) {
            byte c = buffer[position];
            if (c == '"') {
                if (!string()) {
                    return false;
                }
                continue;
            }
            position++;
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean string() {
        if (position >= end || buffer[position] != '"') {
            return false;
        }
        position++;
        valueStart = position;
        while (position < end) {
            byte c = buffer[position];
            if (c == '"') {
                valueEnd = position;
                position++;
                return true;
            }
            position += c == '\\' ? 2 : 1;
        }
        position = end;
        return false;
    }

    /** Whether nothing but space is left. */
    public boolean atEnd() {
        skipSpace();
        return position >= end;
    }

    private void skipSpace() {
        while (position < end && (buffer[position] == ' ' || buffer[position] == '\t')) {
            position++;
        }
    }

    private static boolean endsScalar(byte c) {
        return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t' || c == ':' || c == '"' || c == '{'
                || c == '[';
    }

    public int keyStart() {
        return keyStart;
    }

    public int keyEnd() {
        return keyEnd;
    }

    public boolean keyIs(byte[] name) {
        return is(keyStart, keyEnd, name);
    }

    private boolean is(int from, int to, byte[] text) {
        if (to - from != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (buffer[from + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    public int valueStart() {
        return valueStart;
    }

    public int valueEnd() {
        return valueEnd;
    }
}
