package io.millrace.journal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.MappedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PageToucherTest {
    private static final int PAGES_AHEAD = PageToucher.AHEAD_BYTES / PageToucher.PAGE_BYTES;

    private static final int STAT_BLOCK_BYTES = 512;

    @TempDir
    Path directory;

    @Test
    void shouldHaveNothingToTouchBeforeTheFirstAppend() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            assertThat(journal.appender().prepareNext()).isFalse();
        }
    }

    @Test
    void shouldTouchOnlyWhatTheWriterHasUsedUp() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(1).commit();
            assertThat(touchAll(journal)).isEqualTo(PAGES_AHEAD);
            journal.trades(1).commit();
            assertThat(touchAll(journal)).isZero();
            // A hundred trades take about two pages.
            journal.trades(100).commit();
            assertThat(touchAll(journal)).isBetween(1, 4);
        }
    }

    @Test
    void shouldLeaveTheJournalAsItIs() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            for (int batch = 0; batch < 200; batch++) {
                journal.trades(300).commit();
                while (journal.appender().prepareNext()) {
                    // Every page that may be touched is touched, across the chunks of the mapping too.
                }
            }
        }
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(60_000);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldGiveTheNextBatchesPagesThatStandInMemory() throws Exception {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(1).commit();
            final long before = allocatedBytes();
            touchAll(journal);
            assertThat(allocatedBytes() - before).isBetween(PageToucher.AHEAD_BYTES / 2L, 2L * PageToucher.AHEAD_BYTES);
        }
    }

    @Test
    void shouldWaitForALullWhileMoreThanHalfIsTouched() throws Exception {
        final long[] nowNs = {1_000};
        final PageToucher pages = new PageToucher(new ReadAhead(), () -> nowNs[0]);
        try (MappedBytes bytes =
                MappedBytes.mappedBytes(directory.resolve("pages").toFile(), 64 << 20)) {
            bytes.writeByte((byte) 1);
            bytes.writePosition(1);
            pages.written(bytes);
            for (int i = 0; i < 10 * PAGES_AHEAD; i++) {
                assertThat(pages.touchNext()).isTrue();
            }
            assertThat(pages.touchedPages()).as("at once").isEqualTo(PAGES_AHEAD / 2);

            nowNs[0] += PageToucher.LULL_NS - 1;
            pages.touchNext();
            assertThat(pages.touchedPages()).as("not quite a lull").isEqualTo(PAGES_AHEAD / 2);
            nowNs[0]++;
            pages.touchNext();
            assertThat(pages.touchedPages()).as("a lull").isEqualTo(PAGES_AHEAD / 2 + 1);

            bytes.writePosition(2);
            pages.written(bytes);
            nowNs[0] += 10 * PageToucher.LULL_NS;
            pages.touchNext();
            assertThat(pages.touchedPages()).as("it begins with the batch").isEqualTo(PAGES_AHEAD / 2 + 1);
            nowNs[0] += PageToucher.LULL_NS;
            for (int i = 0; i < 10 * PAGES_AHEAD; i++) {
                pages.touchNext();
            }
            assertThat(pages.touchNext()).isFalse();
            assertThat(pages.touchedPages()).isEqualTo(PAGES_AHEAD);
        }
    }

    private static int touchAll(final JournalFixture journal) {
        final long before = journal.appender().touchedPages();
        while (journal.appender().prepareNext()) {
            // Until all are.
        }
        return (int) (journal.appender().touchedPages() - before);
    }

    private long allocatedBytes() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            final Path cycle = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            final Process process = new ProcessBuilder("stat", "-c", "%b", cycle.toString()).start();
            final String blocks = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor()).isZero();
            return Long.parseLong(blocks.trim()) * STAT_BLOCK_BYTES;
        }
    }
}
