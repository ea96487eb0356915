package io.millrace.archiver.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class DatabaseStatusIT {
    @Test
    void shouldTellWhatADatabaseHolds(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO archive_position (engine_id, journal_id, sequence, queue_index, updated_at) VALUES (3, 1, 77, 0, now())",
                "CREATE TABLE ticks_20240101 PARTITION OF ticks FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-01-02"
                        + " 00:00:00+00')",
                "CREATE TABLE ticks_20240102 PARTITION OF ticks FOR VALUES FROM ('2024-01-02 00:00:00+00') TO ('2024-01-03"
                        + " 00:00:00+00')");
        DatabaseStatus status = DatabaseStatus.of(target);
        assertThat(status.schema().pending()).isEmpty();
        assertThat(status.schema().current()).isNotEmpty();
        assertThat((Long) status.server().get("size_bytes")).isGreaterThan(1_000_000);
        assertThat(status.tables()).extracting(row -> row.get("table")).contains("ticks", "instruments");
        assertThat(status.partitions())
                .filteredOn(row -> row.get("table").equals("ticks"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("partitions", 2L)
                        .containsEntry("first", "ticks_20240101")
                        .containsEntry("last", "ticks_20240102"));
        assertThat(status.positions())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("engine_id", 3).containsEntry("sequence", 77L));
    }

    @Test
    void shouldTellOfADatabaseWithoutSchemaAndMakeNothing(PostgresServer server) {
        DatabaseTarget target = server.newDatabase();
        DatabaseStatus status = DatabaseStatus.of(target);
        assertThat(status.schema().current()).isEmpty();
        assertThat(status.schema().pending()).hasSizeGreaterThan(9);
        assertThat(status.positions()).isEmpty();
        assertThat(PostgresServer.query(
                        target, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEqualTo("0");
    }
}
