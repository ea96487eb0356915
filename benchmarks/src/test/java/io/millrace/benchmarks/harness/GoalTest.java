package io.millrace.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class GoalTest {
    @Test
    void shouldJudgeBothDirections() {
        assertThat(Goal.THROUGHPUT.judge(3.0)).isEqualTo(Verdict.AIM);
        assertThat(Goal.THROUGHPUT.judge(1.5)).isEqualTo(Verdict.MUST);
        assertThat(Goal.THROUGHPUT.judge(1.49)).isEqualTo(Verdict.MISSED);
        assertThat(Goal.TAIL_LATENCY.judge(1.2)).isEqualTo(Verdict.AIM);
        assertThat(Goal.TAIL_LATENCY.judge(2.0)).isEqualTo(Verdict.MUST);
        assertThat(Goal.TAIL_LATENCY.judge(2.01)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void shouldDemandNothingWhereThereIsNoMust() {
        assertThat(Goal.EVENTS_PER_SECOND.judge(1)).isEqualTo(Verdict.BELOW_AIM);
        assertThat(Goal.EVENTS_PER_SECOND.judge(10e6)).isEqualTo(Verdict.AIM);
    }

    @Test
    void shouldMissWhatIsNoNumber() {
        assertThat(Goal.MEDIAN_LATENCY.judge(Double.NaN)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void shouldNeverAimForLessThanItMust() {
        assertThat(Goal.values())
                .filteredOn(goal -> !Double.isNaN(goal.must()))
                .allMatch(goal -> goal.direction().reaches(goal.aim(), goal.must()));
        assertThat(Arrays.stream(Goal.values()).map(Goal::key)).doesNotHaveDuplicates();
    }
}
