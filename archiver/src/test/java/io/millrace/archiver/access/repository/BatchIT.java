package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.row.NewBar;
import io.millrace.archiver.access.row.StockAnalysis;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many rows at once: all or nothing, and for less than one by one. */
class BatchIT extends RepositoryTest {
    private static final int SINGLE_ROWS = 300;
    private static final int BATCH_ROWS = 3_000;

    @Test
    @Covers("S0-078")
    void shouldStoreManyAnalysesAllOrNone() {
        UUID user = UUID.randomUUID();
        repositories.users().ensureProfile(user.toString());
        List<StockAnalysis> many = IntStream.range(0, 250)
                .mapToObj(i -> Samples.analysis(user, "S" + i))
                .toList();
        assertThat(connection
                        .transactions()
                        .actingFor(user, () -> repositories.analyses().createAll(many)))
                .isEqualTo(250);
        assertThat(PostgresServer.query(database, "SELECT count(DISTINCT symbol) FROM stock_analyses"))
                .isEqualTo("250");
        List<StockAnalysis> again = new ArrayList<>(List.of(Samples.analysis(user, "NEW")));
        again.add(many.get(100));
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> connection
                        .transactions()
                        .actingFor(user, () -> repositories.analyses().createAll(again)));
        assertThat(PostgresServer.query(database, "SELECT count(*) FROM stock_analyses WHERE symbol = 'NEW'"))
                .isEqualTo("0");
    }

    /** The same machine does both, one after the other, so the figure holds on a slow one too. */
    @Test
    @Covers("S2-131")
    void shouldStoreABatchForLessThanHalfOfSingleRows() {
        repositories.prices().createAll(bars("WARM", BATCH_ROWS));
        bars("WARM2", SINGLE_ROWS).forEach(repositories.prices()::create);
        long start = System.nanoTime();
        bars("ONE", SINGLE_ROWS).forEach(repositories.prices()::create);
        long singleNs = (System.nanoTime() - start) / SINGLE_ROWS;
        start = System.nanoTime();
        assertThat(repositories.prices().createAll(bars("MANY", BATCH_ROWS))).isEqualTo(BATCH_ROWS);
        long batchNs = (System.nanoTime() - start) / BATCH_ROWS;
        assertThat(batchNs).as("ns per row in a batch, %d one by one", singleNs).isLessThan(singleNs / 2);
    }

    private static List<NewBar> bars(String symbol, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Samples.bar(symbol, Samples.TIME.plus(i, ChronoUnit.MINUTES)))
                .toList();
    }
}
