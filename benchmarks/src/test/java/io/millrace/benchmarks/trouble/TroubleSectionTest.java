package io.millrace.benchmarks.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a reader only: an archiver and its database are built and started by a real run. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class TroubleSectionTest {
    @Test
    void shouldHoldAnEngineBesideAReaderAgainstOneAlone() throws Exception {
        final SectionResult result = Smoke.run(new TroubleSection());

        assertThat(result.rows())
                .extracting(Row::key)
                .containsExactly("beside.one-reader.p99", "beside.one-reader.median");
        assertThat(result.rows()).allSatisfy(row -> assertThat(row.other()).isPositive());
        assertThat(result.tables())
                .singleElement()
                .satisfies(table -> assertThat(table.rows()).hasSize(2));
    }
}
