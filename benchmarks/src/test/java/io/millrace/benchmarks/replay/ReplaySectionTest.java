package io.millrace.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReplaySectionTest {
    @Test
    void shouldHoldAReplayAgainstTheLiveEngine() throws Exception {
        final SectionResult result = Smoke.run(new ReplaySection());

        assertThat(result.rows()).extracting(Row::key).containsExactly(Goal.REPLAY.key());
        assertThat(result.rows().get(0).ours()).isGreaterThan(1_000);
        assertThat(result.rows().get(0).other()).isGreaterThan(1_000);
    }
}
