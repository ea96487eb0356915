package io.millrace.archiver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agrona.collections.LongHashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class TickPartitionsIT {
    private static final long DAY_NS = 86_400_000_000_000L;

    @Test
    void shouldNameDaysOnBothSidesOfTheEpoch() {
        assertThat(TickPartitions.tableOf(TickPartitions.dayOf(0))).isEqualTo("ticks_19700101");
        assertThat(TickPartitions.tableOf(TickPartitions.dayOf(-1))).isEqualTo("ticks_19691231");
        assertThat(TickPartitions.tableOf(TickPartitions.dayOf(DAY_NS - 1))).isEqualTo("ticks_19700101");
        assertThat(TickPartitions.tableOf(TickPartitions.dayOf(Long.MAX_VALUE))).isEqualTo("ticks_22620411");
    }

    @Test
    void shouldMakeEachDayOnceThoughManyAskAtOnce(DatabaseTarget target) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(() -> {
                    ensure(target, 19_943, 19_944, 19_945);
                    return null;
                });
            }
            for (Future<Void> done : executor.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(inhrelid::regclass::text, ' ' ORDER BY inhrelid::regclass::text) FROM pg_inherits"
                                + " WHERE inhparent = 'ticks'::regclass"))
                .isEqualTo("ticks_20240808 ticks_20240809 ticks_20240810");
    }

    @Test
    void shouldIndexAndGuardEachPartitionAsTheTable(DatabaseTarget target) throws SQLException {
        ensure(target, 19_943);
        assertThat(PostgresServer.query(target, "SELECT indexdef FROM pg_indexes WHERE tablename = 'ticks_20240808'"))
                .contains("USING brin (event_time, sequence)", "autosummarize='on'");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT count(*) FROM pg_constraint WHERE conrelid = 'ticks_20240808'::regclass"
                                + " AND conname = 'ticks_shape' AND convalidated"))
                .isEqualTo("1");
    }

    private static void ensure(DatabaseTarget target, long... days) throws SQLException {
        LongHashSet set = new LongHashSet();
        for (long day : days) {
            set.add(day);
        }
        try (Connection connection = PostgresServer.connect(target)) {
            connection.setAutoCommit(false);
            new TickPartitions().ensure(connection, set);
        }
    }
}
