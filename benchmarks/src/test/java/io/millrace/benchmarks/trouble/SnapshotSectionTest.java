package io.millrace.benchmarks.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SnapshotSectionTest {
    @Test
    void shouldCompareAnEngineThatTakesSnapshotsWithOneThatDoesNot() throws Exception {
        final SectionResult result = Smoke.run(new SnapshotSection());
        assertThat(result.rows())
                .extracting(Row::key)
                .containsExactly(
                        "snapshots.default.p99", "snapshots.default.median", "snapshots.p99", "snapshots.median");
    }
}
