package io.millrace.tools.torture.offline;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file as it was: its bytes up to the last that is not zero, and its length. Cycle files are mostly a hole of 80 MiB.
 *
 * <p>Any thread; nothing of it changes.
 */
final class FileImage {
    /** Beyond the bytes that a file had; what is appended to it shows here. */
    private static final int MARGIN_BYTES = 256 << 10;

    private final byte[] bytes;
    private final long length;

    FileImage(final byte[] bytes, final long length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** Reads a file whose used part ends before its first hole of a megabyte. */
    static FileImage of(final Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(file.length(), 1 << 20)];
            file.readFully(bytes);
            while (!zeroes(bytes, Math.max(0, bytes.length - (1 << 20))) && bytes.length < file.length()) {
                final byte[] longer = new byte[(int) Math.min(file.length(), 2L * bytes.length)];
                file.seek(0);
                file.readFully(longer);
                bytes = longer;
            }
            int used = bytes.length;
            while (used > 0 && bytes[used - 1] == 0) {
                used--;
            }
            return new FileImage(Arrays.copyOf(bytes, used), file.length());
        }
    }

    private static boolean zeroes(final byte[] bytes, final int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes up to the last that is not zero; not a copy. */
    byte[] bytes() {
        return bytes;
    }

    /** Length of the file. */
    long length() {
        return length;
    }

    /** Makes the file, as sparse as it was. */
    void write(final Path path) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
        if (length > bytes.length) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(length);
            }
        }
    }

    /** True when the file has this length and these bytes, with zeros behind them where something would be appended. */
    boolean isIn(final Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() != length) {
                return false;
            }
            final byte[] now = new byte[(int) Math.min(length, (long) bytes.length + MARGIN_BYTES)];
            file.readFully(now);
            return Arrays.equals(now, 0, bytes.length, bytes, 0, bytes.length) && zeroes(now, bytes.length);
        }
    }
}
