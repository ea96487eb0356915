package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class MachineTest {
    @ParameterizedTest
    @CsvSource({
        "Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz, intel-xeon-platinum-8375c",
        "AMD EPYC 7R13 Processor, amd-epyc-7r13",
        "aarch64, aarch64",
        "A Processor With A Name That Is Longer Than Any Folder Should Be Called, a-with-a-name-that-is-longer-than-any-fo"
    })
    void shouldNameFoldersByProcessor(final String processor, final String slug) {
        assertThat(machine(processor, new Histogram(3)).slug()).isEqualTo(slug);
    }

    @Test
    void shouldDescribeThisMachine() throws IOException {
        final Histogram hiccups = HiccupMeter.measure(Duration.ofMillis(50));
        final Arguments arguments =
                Arguments.parse("--full", "--results", "unused", "--revision", "abc", "Append|Ring");

        final String page = Machine.look(hiccups).describe(arguments);

        assertThat(hiccups.getTotalCount()).isPositive();
        assertThat(page)
                .contains("| Cores | " + Runtime.getRuntime().availableProcessors() + " |")
                .contains("| Run | full, benchmarks matching `Append\\|Ring` |")
                .contains("| Source | abc |")
                .contains("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED")
                .doesNotContain("unknown");
    }

    @Test
    void shouldShowHiccupsInMicroseconds() {
        final Histogram hiccups = new Histogram(3);
        hiccups.recordValueWithCount(50_000, 99);
        hiccups.recordValue(2_000_000);

        assertThat(machine("any", hiccups).describe(Arguments.parse("--results", "unused")))
                .containsPattern("\\| 50\\.0 µs \\| 50\\.0 µs \\| 200[01]\\.\\d µs \\| 200[01]\\.\\d µs \\| 100 \\|")
                .contains("| Load average before the run | unknown |");
    }

    private static Machine machine(final String processor, final Histogram hiccups) {
        return new Machine(processor, 2, 1 << 30, -1, "ext4", List.of(), hiccups);
    }
}
