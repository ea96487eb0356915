package io.millrace.engine.feed.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * One entry of a zip file, read front to back so that a file cut short still gives what is before the cut.
 *
 * <p>Feed thread. No allocation in {@link #read}. The entry is chosen by name by {@link ZipEntries}; a file whose
 * directory is lost with its end gives its first data entry.
 */
final class ZipSource implements ByteSource {

    private final CountingInput counted;
    private final ZipInputStream zip;
    private String entryName = "";
    private boolean damaged;
    private Damage damage = Damage.NONE;
    private String damageDetail = "";

    private ZipSource(InputStream in) {
        counted = new CountingInput(in);
        zip = new ZipInputStream(counted);
    }

    /** The entry of that name; null stands for the first data entry. */
    static ZipSource open(InputStream in, String wanted) throws IOException {
        ZipSource source = new ZipSource(in);
        source.findEntry(wanted);
        return source;
    }

    private void findEntry(String wanted) throws IOException {
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (wanted == null ? ZipEntries.isData(entry) : wanted.equals(entry.getName())) {
                    entryName = entry.getName();
                    return;
                }
            }
            end(Damage.CORRUPT, "the zip file has no readable entry");
        } catch (EOFException e) {
            end(Damage.TRUNCATED, "the zip file is cut short");
        } catch (ZipException | IllegalArgumentException e) {
            end(Damage.CORRUPT, "the zip file is invalid");
        }
    }

    /** Name of the entry in use; empty where none could be found. */
    String entryName() {
        return entryName;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (damaged) {
            return -1;
        }
        try {
            return zip.read(buffer, offset, length);
        } catch (EOFException e) {
            end(Damage.TRUNCATED, "the zip file is cut short");
        } catch (ZipException e) {
            end(Damage.CORRUPT, "the zip entry is invalid");
        }
        return -1;
    }

    private void end(Damage kind, String detail) {
        damaged = true;
        damage = kind;
        damageDetail = detail;
    }

    @Override
    public Damage damage() {
        return damage;
    }

    @Override
    public String damageDetail() {
        return damageDetail;
    }

    @Override
    public long bytesRead() {
        return counted.count();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
