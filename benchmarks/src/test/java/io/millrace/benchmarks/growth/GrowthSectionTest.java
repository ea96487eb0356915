package io.millrace.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.growth.Caches.Level;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GrowthSectionTest {
    @Test
    void shouldExplainEachBend() throws Exception {
        final SectionResult result = Smoke.run(new GrowthSection());

        assertThat(result.rows())
                .extracting(Row::key)
                .containsExactly(
                        "growth.standard.1-instruments-12-indicators",
                        "growth.standard.64-instruments-50-indicators",
                        "growth.dense-bars.1-instruments-12-indicators",
                        "growth.dense-bars.64-instruments-50-indicators");
        assertThat(result.tables()).hasSize(2).allSatisfy(table -> {
            assertThat(table.rows()).hasSize(2);
            assertThat(table.text())
                    .contains("From 1 instrument, 12 indicators to 64 instruments, 50 indicators: ")
                    .containsPattern("the state (grows from|\\()");
        });
    }

    @Test
    void shouldNameTheNearestCacheThatHoldsTheState() {
        final Caches caches = new Caches(List.of(new Level("L1", 48 << 10), new Level("L2", 1 << 20)));

        assertThat(caches.holding(48 << 10)).isEqualTo("L1");
        assertThat(caches.holding((48 << 10) + 1)).isEqualTo("L2");
        assertThat(caches.holding(2 << 20)).isEqualTo("memory");
        assertThat(caches.describe()).isEqualTo("L1 48 KiB, L2 1024 KiB");
        assertThat(new Caches(List.of()).describe()).isEqualTo("caches unknown");
    }
}
