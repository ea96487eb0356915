package io.millrace.tools.database.backup;

import io.millrace.tools.database.backup.BackupManifest.TableEntry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup that was written earlier. One thread. */
final class BackupFile implements AutoCloseable {
    private final Path path;
    private final ZipFile zip;
    private final BackupManifest manifest;

    private BackupFile(Path path, ZipFile zip, BackupManifest manifest) {
        this.path = path;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens it and reads what it says to hold.
     *
     * @throws BackupDamagedException where it is no whole backup
     * @throws BackupException where it is of a later layout
     */
    static BackupFile open(Path path) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException damaged) {
            throw new BackupDamagedException(path + " is no backup, or cut off: " + damaged.getMessage(), damaged);
        }
        try {
            ZipEntry entry = zip.getEntry(BackupManifest.FILE);
            if (entry == null) {
                throw new BackupDamagedException(path + " is no backup: it has no " + BackupManifest.FILE);
            }
            BackupManifest manifest;
            try (InputStream stream = zip.getInputStream(entry)) {
                byte[] json = stream.readAllBytes();
                // What it names is executed as SQL. The library checks a sum only where it reads an archive as a
                // stream.
                if (crc32(json) != entry.getCrc()) {
                    throw new BackupDamagedException("its manifest is not what was written");
                }
                manifest = BackupManifest.parse(json);
            } catch (ZipException | EOFException | BackupDamagedException damaged) {
                throw new BackupDamagedException(path + " is damaged: " + damaged.getMessage(), damaged);
            }
            if (manifest.format() != BackupManifest.FORMAT) {
                throw new BackupException(path + " has layout " + manifest.format() + " and this program reads layout "
                        + BackupManifest.FORMAT + ": use the version that wrote it, or a later one");
            }
            return new BackupFile(path, zip, manifest);
        } catch (IOException | RuntimeException failure) {
            zip.close();
            throw failure;
        }
    }

    private static long crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    BackupManifest manifest() {
        return manifest;
    }

    /** Reads everything once, before anything is restored from it. */
    void check(Backup.Progress progress) throws IOException {
        long total = 0;
        byte[] buffer = new byte[1 << 16];
        for (TableEntry table : manifest.tables()) {
            progress.advanced(table.name(), total);
            MessageDigest digest = CountedOutput.newDigest();
            long bytes = 0;
            try (InputStream stream = stream(table)) {
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    digest.update(buffer, 0, read);
                    bytes += read;
                }
            } catch (ZipException | EOFException damaged) {
                throw damaged(table, damaged);
            }
            if (bytes != table.sizeBytes()
                    || !HexFormat.of().formatHex(digest.digest()).equals(table.sha256())) {
                throw damaged(table, null);
            }
            total += bytes;
        }
    }

    private BackupDamagedException damaged(TableEntry table, Exception cause) {
        return new BackupDamagedException(
                path + " is damaged: the rows of " + table.name()
                        + " are not those that were written; nothing was restored",
                cause);
    }

    /** The rows of a table, in the binary format of COPY. */
    InputStream stream(TableEntry table) throws IOException {
        ZipEntry entry = zip.getEntry(table.file());
        if (entry == null) {
            throw damaged(table, null);
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
