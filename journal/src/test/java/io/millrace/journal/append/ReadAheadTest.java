package io.millrace.journal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.posix.MAdviseFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReadAheadTest {
    private static final int CHUNK_BYTES = 64 << 20;

    @TempDir
    Path directory;

    private final List<MAdviseFlag> advices = new ArrayList<>();
    private final ReadAhead taken = new ReadAhead() {
        @Override
        boolean take(final long address, final long lengthBytes, final MAdviseFlag advice) {
            advices.add(advice);
            return super.take(address, lengthBytes, advice);
        }
    };
    private final PageToucher pages = new PageToucher(taken, Clocks.monotonic());

    @Test
    void shouldReadAheadOnlyForAWriterThatHasNoTime() throws Exception {
        try (MappedBytes bytes =
                MappedBytes.mappedBytes(directory.resolve("pages").toFile(), CHUNK_BYTES)) {
            bytes.writeByte((byte) 1);
            write(bytes, 1);
            assertThat(advices).containsExactly(MAdviseFlag.MADV_RANDOM);

            write(bytes, PageToucher.OVERTAKEN_BYTES / 2);
            touchAll();
            write(bytes, PageToucher.AHEAD_BYTES + PageToucher.OVERTAKEN_BYTES / 2);
            assertThat(advices).as("a burst").hasSize(1);

            write(bytes, PageToucher.OVERTAKEN_BYTES);
            assertThat(advices).as("no burst").endsWith(MAdviseFlag.MADV_NORMAL).hasSize(2);
            write(bytes, PageToucher.OVERTAKEN_BYTES);
            assertThat(advices).as("still none").hasSize(2);

            for (int written = 0; written <= PageToucher.CALM_BYTES; written += PageToucher.AHEAD_BYTES / 2) {
                touchAll();
                write(bytes, PageToucher.AHEAD_BYTES / 2);
            }
            assertThat(advices).as("calm").endsWith(MAdviseFlag.MADV_RANDOM).hasSize(3);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldBeTakenByTheSystem() throws Exception {
        try (MappedBytes bytes =
                MappedBytes.mappedBytes(directory.resolve("pages").toFile(), CHUNK_BYTES)) {
            bytes.writeByte((byte) 1);
            final long address = bytes.bytesStore().addressForRead(0);
            assertThat(new ReadAhead().take(address, CHUNK_BYTES, MAdviseFlag.MADV_RANDOM))
                    .isTrue();
            assertThat(new ReadAhead().take(address + 1, CHUNK_BYTES, MAdviseFlag.MADV_RANDOM))
                    .as("an address within a page")
                    .isFalse();
        }
    }

    private void write(final MappedBytes bytes, final int lengthBytes) {
        bytes.writePosition(bytes.writePosition() + lengthBytes);
        pages.written(bytes);
    }

    private void touchAll() {
        while (pages.touchNext()) {
            // Until all are.
        }
    }
}
