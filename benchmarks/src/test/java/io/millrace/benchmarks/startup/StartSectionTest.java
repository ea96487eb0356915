package io.millrace.benchmarks.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 240, unit = TimeUnit.SECONDS)
class StartSectionTest {
    @Test
    void shouldTimeAProcessFromItsStartToItsFirstTick() throws Exception {
        final SectionResult result = Smoke.run(new StartSection());

        assertThat(result.rows())
                .extracting(Row::key)
                .containsExactly(Goal.START.key(), "start-to-first-tick.processor-time");
        assertThat(result.rows().get(0).ours()).isBetween(0.1, 120.0);
        assertThat(result.tables())
                .singleElement()
                .satisfies(table -> assertThat(table.rows()).hasSize(3));
    }
}
