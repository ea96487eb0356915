package io.millrace.engine.feed.source;

import java.io.IOException;
import java.io.InputStream;

/** Bytes as they stand in the file. Feed thread; no allocation. */
final class PlainSource implements ByteSource {

    private final CountingInput in;

    PlainSource(InputStream in) {
        this.in = new CountingInput(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
    }

    @Override
    public Damage damage() {
        return Damage.NONE;
    }

    @Override
    public String damageDetail() {
        return "";
    }

    @Override
    public long bytesRead() {
        return in.count();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
