package io.millrace.archiver.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.maintenance.IndexCare.Rebuilt;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers("S1-120")
class IndexCareIT {
    private static void bloat(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "CREATE TABLE grown (a int PRIMARY KEY, b int)",
                "CREATE INDEX grown_b ON grown (b)",
                "INSERT INTO grown SELECT i, i FROM generate_series(1, 200000) i",
                "DELETE FROM grown WHERE a % 10 <> 0",
                "VACUUM ANALYZE grown");
    }

    @Test
    void shouldRebuildWhatHasGrown(DatabaseTarget target) {
        bloat(target);
        assertThat(IndexCare.report(target, false))
                .filteredOn(row -> row.get("advice").equals("REBUILD"))
                .extracting(row -> row.get("index_name"))
                .containsExactlyInAnyOrder("grown_b", "grown_pkey");
        List<Rebuilt> done = IndexCare.rebuild(target, null, (index, number, count) -> {});
        assertThat(done)
                .hasSize(2)
                .allSatisfy(index -> assertThat(index.bytesAfter()).isPositive().isLessThan(index.bytesBefore() / 4));
        assertThat(IndexCare.rebuild(target, null, (index, number, count) -> {}))
                .isEmpty();
        assertThat(PostgresServer.query(target, "SELECT count(*) FROM grown WHERE a > 0"))
                .isEqualTo("20000");
    }

    @Test
    void shouldTellOfAnIndexThatNobodyUsesAndKeepIt(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "CREATE TABLE written (a int PRIMARY KEY, b int)",
                "CREATE INDEX written_b ON written (b)",
                "INSERT INTO written SELECT i, i FROM generate_series(1, 10001) i",
                "SELECT pg_stat_force_next_flush()");
        assertThat(IndexCare.report(target, false))
                .filteredOn(row -> row.get("table_name").equals("written"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("index_name", "written_b").containsEntry("advice", "UNUSED"));
        IndexCare.rebuild(target, null, (index, number, count) -> {});
        assertThat(PostgresServer.query(target, "SELECT to_regclass('written_b') IS NOT NULL"))
                .isEqualTo("t");
    }

    @Test
    void shouldRemoveWhatABrokenRebuildHasLeft(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "CREATE TABLE broken (a int)",
                "CREATE INDEX broken_a_ccnew ON broken (a)",
                "CREATE INDEX broken_a ON broken (a)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ('broken_a'::regclass, 'broken_a_ccnew'::regclass)");
        assertThat(IndexCare.rebuild(target, null, (index, number, count) -> {}))
                .extracting(Rebuilt::index)
                .containsExactlyInAnyOrder("broken_a", "broken_a_ccnew");
        assertThat(PostgresServer.query(target, "SELECT to_regclass('broken_a_ccnew') IS NULL"))
                .isEqualTo("t");
        assertThat(PostgresServer.query(
                        target, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'broken_a'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void shouldRefuseAnIndexThatIsNotThere(DatabaseTarget target) {
        assertThatThrownBy(() -> IndexCare.rebuild(target, "x; DROP TABLE ticks", (index, number, count) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
