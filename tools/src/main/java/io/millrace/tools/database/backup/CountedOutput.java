package io.millrace.tools.database.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and digests what passes, entry by entry. One thread; closing leaves the stream below open. */
final class CountedOutput extends OutputStream {
    private static final long TELL_EVERY_BYTES = 1 << 18;

    private final OutputStream out;
    private final Backup.Progress progress;
    private MessageDigest digest;
    private String table = "";
    private long totalBytes;
    private long entryBytes;
    private long toldBytes;

    CountedOutput(OutputStream out, Backup.Progress progress) {
        this.out = out;
        this.progress = progress;
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    void begin(String name) {
        table = name;
        entryBytes = 0;
        digest = newDigest();
        progress.advanced(table, totalBytes);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        entryBytes += length;
        totalBytes += length;
        if (totalBytes - toldBytes >= TELL_EVERY_BYTES) {
            toldBytes = totalBytes;
            progress.advanced(table, totalBytes);
        }
    }

    @Override
    public void flush() {
        // The file is forced once, at its end.
    }

    @Override
    public void close() {
        // The entries share the stream below.
    }

    long entryBytes() {
        return entryBytes;
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
