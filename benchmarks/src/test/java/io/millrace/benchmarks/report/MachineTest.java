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
        final Noise noise = Noise.measure(Duration.ofMillis(50));

        final String page = Machine.look(noise).describe("full, benchmarks matching `Append|Ring`", "abc");

        assertThat(noise.idle().getTotalCount()).isPositive();
        assertThat(noise.loaded().getTotalCount()).isPositive();
        assertThat(noise.lostShare()).isBetween(0.0, 1.01);
        assertThat(page)
                .contains("| Cores | " + Runtime.getRuntime().availableProcessors() + " |")
                .contains("| Run | full, benchmarks matching `Append\\|Ring` |")
                .contains("| Source | abc |")
                .contains("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED")
                .doesNotContain("unknown");
    }

    @Test
    void shouldShowHiccups() {
        final Histogram hiccups = new Histogram(3);
        hiccups.recordValueWithCount(50_000, 99);
        hiccups.recordValue(2_000_000);

        final String page = machine("any", hiccups).describe("quick", "");

        assertThat(page)
                .contains("| hiccups, idle | 50.0 µs | 50.0 µs | 2.00 ms | 2.00 ms | 100 |")
                .contains("lost 2.500 %")
                .contains("| Source | unknown |")
                .contains("| Load average before the run | unknown |");
    }

    @Test
    void shouldSayWhetherTheMachineIsQuiet() {
        final Histogram none = new Histogram(3);

        assertThat(new Noise(none, none, none, 0.004).disturbing()).isFalse();
        assertThat(new Noise(none, none, none, 0.006).disturbing()).isTrue();
    }

    private static Machine machine(final String processor, final Histogram hiccups) {
        return new Machine(processor, 2, 1 << 30, -1, "ext4", List.of(), new Noise(hiccups, hiccups, hiccups, 0.025));
    }
}
