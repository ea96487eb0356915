package io.millrace.engine.feed;

import io.millrace.engine.feed.text.Ascii;
import java.nio.charset.StandardCharsets;

/** Makes text from a file safe for a message of one line. Any thread; no state. */
final class Printable {

    private Printable() {}

    static String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Ascii.excerpt(bytes, 0, bytes.length);
    }
}
