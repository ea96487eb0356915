package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.row.NewBar;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.testing.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Bars are found by the index on symbol, length and start, which reads no bar of another length. */
class PriceRepositoryIT extends RepositoryTest {
    private static final int BARS = 2_000;
    private static final Instant MIDDLE = Samples.TIME.plus(Duration.ofMinutes(BARS / 2));

    @Test
    void shouldAskTheIndexForARange() {
        storeBars();
        String plan = plan(
                PriceRepository.RANGE,
                Map.of("from", Samples.TIME, "to", MIDDLE, "afterTime", MIDDLE, "afterId", "0", "limit", 10));
        assertThat(plan)
                .contains("Index Scan Backward using prices_symbol_time_idx")
                .containsPattern("Index Cond: .*symbol = .*timeframe = .*open_time >= .*open_time < ")
                .contains("Presorted Key: open_time");
    }

    @Test
    void shouldAskTheIndexForTheNewest() {
        storeBars();
        assertThat(plan(PriceRepository.LATEST, Map.of()))
                .contains("Index Scan Backward using prices_symbol_time_idx")
                .containsPattern("Index Cond: .*symbol = .*timeframe = ")
                .contains("Presorted Key: open_time");
    }

    private void storeBars() {
        List<NewBar> bars = IntStream.range(0, BARS)
                .mapToObj(i -> Samples.bar("AAPL", Samples.TIME.plus(Duration.ofMinutes(i))))
                .toList();
        repositories.prices().createAll(bars);
        PostgresServer.execute(database, "ANALYZE prices");
    }

    private String plan(Sql sql, Map<String, ?> values) {
        return Jdbi.create(database.url(), database.user(), database.password()).withHandle(handle -> {
            var query = handle.createQuery("EXPLAIN (COSTS OFF) " + sql.text())
                    .bind("symbol", "AAPL")
                    .bind("timeframe", "1m");
            values.forEach((name, value) ->
                    query.bind(name, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value));
            return String.join("\n", query.mapTo(String.class).list());
        });
    }
}
