package io.millrace.engine.feed.source;

/**
 * A file whose compressed form does not check: it gives nothing, because past a wrong bit decompression makes up text that
 * reads like data.
 *
 * <p>Feed thread; no allocation.
 */
final class CorruptSource implements ByteSource {
    private final String detail;
    private final long sizeBytes;

    CorruptSource(String detail, long sizeBytes) {
        this.detail = detail + ", nothing of the file is taken";
        this.sizeBytes = sizeBytes;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return -1;
    }

    @Override
    public Damage damage() {
        return Damage.CORRUPT;
    }

    @Override
    public String damageDetail() {
        return detail;
    }

    @Override
    public long bytesRead() {
        return sizeBytes;
    }

    @Override
    public void close() {}
}
