package io.millrace.journal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ZeroWriterTest {
    private static final int FILE_BYTES = 1 << 20;
    private static final int RANGE_BYTES = 256 << 10;
    private static final int STAT_BLOCK_BYTES = 512;

    @TempDir
    Path directory;

    private final ByteBuffer zeros = ByteBuffer.allocateDirect(RANGE_BYTES);
    private Path file;

    @BeforeEach
    void makeSparseFile() throws Exception {
        file = directory.resolve("cycle");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(FILE_BYTES);
            sparse.write(new byte[] {1, 2, 3});
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldTakeTheBlocksOfARangeAndChangeNothing() throws Exception {
        final byte[] before = Files.readAllBytes(file);
        try (ZeroWriter writer = new ZeroWriter(file, zeros)) {
            writer.takeBlocks(0, RANGE_BYTES);
        }
        assertThat(blocks() * STAT_BLOCK_BYTES).isBetween((long) RANGE_BYTES, RANGE_BYTES + 64L * STAT_BLOCK_BYTES);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void shouldWriteZerosToTheRangeAlone() throws Exception {
        final byte[] ones = new byte[FILE_BYTES];
        Arrays.fill(ones, (byte) 1);
        Files.write(file, ones);
        try (ZeroWriter writer = new ZeroWriter(file, zeros)) {
            writer.write(8_192, 4_096);
        }
        Arrays.fill(ones, 8_192, 8_192 + 4_096, (byte) 0);
        assertThat(Files.readAllBytes(file)).isEqualTo(ones);
    }

    @Test
    void shouldGoWithoutAFileThatCannotBeOpened() {
        try (ZeroWriter writer = new ZeroWriter(directory.resolve("missing").resolve("cycle"), zeros)) {
            assertThat(writer.sizeBytes()).isEqualTo(Long.MAX_VALUE);
            assertThatCode(() -> {
                        writer.takeBlocks(0, RANGE_BYTES);
                        writer.write(0, RANGE_BYTES);
                    })
                    .doesNotThrowAnyException();
        }
        assertThat(directory.resolve("missing")).doesNotExist();
    }

    private long blocks() throws Exception {
        final Process process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).isZero();
        return Long.parseLong(text.trim());
    }
}
