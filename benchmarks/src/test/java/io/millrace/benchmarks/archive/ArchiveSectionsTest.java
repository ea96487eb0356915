package io.millrace.benchmarks.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.archive.Commits.Commit;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.LineChart.Point;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the real archiver and a real server; only a real run starts the command beside an engine. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ArchiveSectionsTest {
    @Test
    void shouldHoldTheArchiverAgainstACopyOfTheSameRows() throws Exception {
        final SectionResult result = Smoke.run(new ArchiveSection());

        assertThat(result.rows())
                .extracting(Row::key)
                .containsExactly(Goal.ARCHIVE.key(), "archive-server-cpu", "archive-client-cpu", "copy-two-streams");
        assertThat(result.rows()).allSatisfy(row -> assertThat(row.other()).isPositive());
        assertThat(result.rows().get(0).notes()).contains("fsync on");
    }

    @Test
    void shouldTellTheRateOfEachPartOfACatchUp() throws Exception {
        final SectionResult result = Smoke.run(new CatchUpSection());

        assertThat(result.rows()).extracting(Row::key).containsExactly(Goal.CATCH_UP.key());
        assertThat(result.tables())
                .singleElement()
                .satisfies(table -> assertThat(table.rows()).hasSize(2));
        assertThat(result.lineCharts()).hasSize(1);
    }

    @Test
    void shouldHoldAnEngineBesideTheArchiverAgainstOneAlone() throws Exception {
        final SectionResult result = Smoke.run(new BesideEngineSection());

        assertThat(result.rows())
                .extracting(Row::key)
                .containsExactly(Goal.KEEPS_UP.key(), Goal.KEEPS_UP.key() + ".p99");
    }

    @Test
    void shouldSeeARateThatFalls() {
        // A hundred rows a second, then fifty.
        final CatchUp run = CatchUp.of(
                List.of(
                        new Commit(10, 10, 0),
                        new Commit(110, 110, 1_000_000_000L),
                        new Commit(210, 210, 2_000_000_000L),
                        new Commit(310, 310, 4_000_000_000L),
                        new Commit(410, 410, 6_000_000_000L)),
                2);

        assertThat(run.partRows()).isEqualTo(200);
        assertThat(run.first()).isEqualTo(100, within(1e-9));
        assertThat(run.last()).isEqualTo(50, within(1e-9));
        assertThat(run.chart().lines().get(0).points()).containsExactly(new Point(200, 1e7), new Point(400, 2e7));
    }
}
