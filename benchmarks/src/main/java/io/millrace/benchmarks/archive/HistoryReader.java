package io.millrace.benchmarks.archive;

import io.millrace.archiver.access.connection.AccessConfig;
import io.millrace.archiver.access.connection.DatabaseConnection;
import io.millrace.archiver.access.connection.PoolSettings;
import io.millrace.archiver.access.repository.Repositories;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.benchmarks.load.MarketDays;
import io.millrace.journal.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/** Asks a database as a service does, through the access layer. One thread, so one connection takes all. */
final class HistoryReader implements AutoCloseable {
    static final int SIGNALS = 100;
    static final String APPLICATION = "millrace-bench-history";
    static final Duration INTERVAL = Duration.ofMinutes(1);

    private final DatabaseConnection connection;
    private final Repositories repositories;
    private final NanoClock clock = Clocks.monotonic();

    /**
     * What a call took, the rows read as records.
     *
     * @param tookNs time
     * @param rows number of records
     */
    record Answer(long tookNs, int rows) {}

    HistoryReader(final DatabaseTarget target) {
        connection = DatabaseConnection.initialize(AccessConfig.defaults(target)
                .withApplicationName(APPLICATION)
                .withPool(new PoolSettings(1, 2, Duration.ofSeconds(30), Duration.ofHours(1))));
        repositories = Repositories.of(connection);
    }

    /** The candles of a day at a minute. */
    Answer candles(final int instrumentId, final LocalDate day) {
        final Instant from = startOf(day);
        return timed(() -> repositories
                .candles()
                .list(MarketDays.symbol(instrumentId), INTERVAL, from, startOf(day.plusDays(1)))
                .size());
    }

    /** The last signals of a page, which must be full. */
    Answer signals(final PageRequest page) {
        final Answer answer =
                timed(() -> repositories.signals().recent(page).rows().size());
        if (answer.rows() != page.limit()) {
            throw new IllegalStateException("there are " + answer.rows() + " signals of " + page.limit());
        }
        return answer;
    }

    /** Leaves a transaction open behind a call while something else looks on. */
    <T> T during(final Runnable call, final Supplier<T> look) {
        return connection.transactions().call(() -> {
            call.run();
            return look.get();
        });
    }

    private Answer timed(final Supplier<Integer> call) {
        final long startNs = clock.nanoTime();
        final int rows = call.get();
        final long tookNs = clock.nanoTime() - startNs;
        if (rows == 0) {
            throw new IllegalStateException("an answer without rows says nothing");
        }
        return new Answer(tookNs, rows);
    }

    static Instant startOf(final LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public void close() {
        connection.close();
    }
}
