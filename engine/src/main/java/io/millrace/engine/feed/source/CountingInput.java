package io.millrace.engine.feed.source;

import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that pass. Feed thread; no allocation. */
final class CountingInput extends InputStream {

    private final InputStream in;
    private long count;

    CountingInput(InputStream in) {
        this.in = in;
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            count++;
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            count += read;
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
