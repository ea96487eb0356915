package io.millrace.benchmarks.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run too short to mean anything gives every row, with figures in them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class IndicatorSectionTest {
    @Test
    void shouldMeasureAgainstBothLibraries() throws Exception {
        final SectionResult result;
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            result = new IndicatorSection().run(new Bench(Effort.SMOKE, scratch, System.err));
        }

        assertThat(result.rows())
                .extracting(Row::key)
                .containsExactly(
                        Goal.INDICATOR_VS_TA_LIB.key(),
                        Goal.INDICATOR_VS_TA4J.key(),
                        "indicator-vs-ta-lib.sma",
                        "indicator-vs-ta4j.sma",
                        "indicator-vs-ta4j.vwap-20",
                        "indicator-called");
        assertThat(result.rows()).allSatisfy(row -> {
            assertThat(row.ours()).as(row.key()).isBetween(0.1, 100_000.0);
            assertThat(row.figure()).as(row.key()).isPositive().isFinite();
        });
    }
}
