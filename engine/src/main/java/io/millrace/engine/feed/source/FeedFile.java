package io.millrace.engine.feed.source;

import io.millrace.engine.config.ConfigurationError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import net.openhft.hashing.LongHashFunction;

/**
 * A feed file found, sized, identified and opened.
 *
 * <p>Used once, when a feed is opened; the {@link #source()} then belongs to the feed thread. A file that is missing,
 * no file, not readable or an empty zip is a {@link ConfigurationError}.
 */
public final class FeedFile {

    private static final int HEAD_BYTES = 64 * 1024;
    private static final int TAIL_BYTES = 4 * 1024;
    private static final int ZIP_BUFFER_BYTES = 64 * 1024;

    private final Path path;
    private final long sizeBytes;
    private final long contentHash;
    private final ByteSource source;
    private final String entryName;

    private FeedFile(Path path, long sizeBytes, long contentHash, ByteSource source, String entryName) {
        this.path = path;
        this.sizeBytes = sizeBytes;
        this.contentHash = contentHash;
        this.source = source;
        this.entryName = entryName;
    }

    /**
     * Opens a file as what its name says ({@code .gz}, {@code .zip}) or, failing that, as what its first bytes say.
     *
     * @param entry entry of a zip file, null for its only one
     */
    public static FeedFile open(Path path, String entry) {
        check(path);
        try {
            long size = Files.size(path);
            byte[] head = read(path, 0, (int) Math.min(HEAD_BYTES, size));
            byte[] tail = read(path, Math.max(0, size - TAIL_BYTES), (int) Math.min(TAIL_BYTES, size));
            long[] identity = {
                size,
                LongHashFunction.xx3().hashBytes(head),
                LongHashFunction.xx3().hashBytes(tail)
            };
            long hash = LongHashFunction.xx3().hashLongs(identity);
            String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".zip") || startsWith(head, 'P', 'K', 3, 4)) {
                String chosen = ZipEntries.choose(path, entry);
                ZipSource zip = openZip(path, chosen);
                return new FeedFile(path, size, hash, checked(zip, openZip(path, chosen), size), zip.entryName());
            }
            if (name.endsWith(".gz") || startsWith(head, 0x1f, 0x8b)) {
                ByteSource gzip = checked(
                        new GzipSource(Files.newInputStream(path)), new GzipSource(Files.newInputStream(path)), size);
                return new FeedFile(path, size, hash, gzip, "");
            }
            return new FeedFile(path, size, hash, new PlainSource(Files.newInputStream(path)), "");
        } catch (IOException e) {
            throw new ConfigurationError(
                    "feed file " + path + ": cannot be read (" + e.getMessage() + "); check the disk and the rights");
        }
    }

    private static ZipSource openZip(Path path, String entry) throws IOException {
        return ZipSource.open(new BufferedInputStream(Files.newInputStream(path), ZIP_BUFFER_BYTES), entry);
    }

    /**
     * Decompresses the whole file once before the first line of it is believed. The checksum stands at the end, and a
     * wrong bit before it gives text that parses: a price or an id that nobody ever sent.
     *
     * @return the source, or one that gives nothing when the compressed form is corrupt
     */
    private static ByteSource checked(ByteSource trial, ByteSource source, long sizeBytes) throws IOException {
        byte[] buffer = new byte[ZIP_BUFFER_BYTES];
        try (trial) {
            int read = 0;
            while (read >= 0) {
                read = trial.read(buffer, 0, buffer.length);
            }
        }
        if (trial.damage() != Damage.CORRUPT) {
            return source;
        }
        source.close();
        return new CorruptSource(trial.damageDetail(), sizeBytes);
    }

    private static void check(Path path) {
        if (Files.isDirectory(path)) {
            throw new ConfigurationError("feed file " + path + ": is a directory; name a file in it");
        }
        if (!Files.exists(path)) {
            throw new ConfigurationError("feed file " + path + ": not found; check the path");
        }
        if (!Files.isRegularFile(path)) {
            throw new ConfigurationError("feed file " + path + ": is no regular file; copy its content to a file");
        }
        if (!Files.isReadable(path)) {
            throw new ConfigurationError("feed file " + path + ": not readable; check its rights");
        }
    }

    private static byte[] read(Path path, long from, int length) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(from);
            return in.readNBytes(length);
        }
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    public Path path() {
        return path;
    }

    public ByteSource source() {
        return source;
    }

    /** Size as it stands on disk. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** Hash of the size, the first 64 KiB and the last 4 KiB as they stand on disk. */
    public long contentHash() {
        return contentHash;
    }

    /** Entry of a zip file in use; empty for other files. */
    public String entryName() {
        return entryName;
    }
}
