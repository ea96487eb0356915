package io.millrace.benchmarks.archive;

import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.archiver.checkpoint.PositionStore;
import io.millrace.archiver.schema.PartitionKeeper;
import io.millrace.archiver.schema.TickPartitions;
import io.millrace.archiver.sink.Dictionaries;
import io.millrace.archiver.sink.JournalAudit;
import io.millrace.archiver.sink.RecordSink;
import io.millrace.benchmarks.load.MarketDays;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.RecordHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Fills a database with days of ticks and signals by the archiver's own sink, and cares for them as the keeper behind a following
 * archiver does: bars, daily counts, summaries, and each day closed but the last.
 *
 * <p>Main thread. Only the journal is left out, which could not be written so fast.
 */
final class HistoryArchive implements RecordHandler, AutoCloseable {
    private static final int ENGINE = 1;
    private static final long JOURNAL_ID = 0x6D696C6C72616365L;

    /** As the archiver commits by default. */
    private static final int RECORDS_PER_TRANSACTION = 50_000;

    /** As the keeper brings bars forward. */
    private static final long SEQUENCES_PER_STEP = 200_000;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Each waits for ten seconds. */
    private static final int MOST_TRIES = 30;

    private final Connection rows;
    private final Connection care;
    private final PartitionKeeper keeper;
    private final TickPartitions partitions = new TickPartitions();
    private final RecordSink sink;
    private ArchivePosition position;
    private long caredUpTo;
    private long careUntil = Long.MAX_VALUE;

    private HistoryArchive(final ArchiveServer server, final String database) throws SQLException {
        server.renew(database);
        rows = server.connect(database);
        care = server.connect(database);
        keeper = new PartitionKeeper(care);
        rows.setAutoCommit(false);
        position = PositionStore.readOrCreate(rows, ENGINE, JOURNAL_ID);
        JournalAudit.begin(rows, ENGINE, position.sequence());
        sink = new RecordSink(ENGINE, Dictionaries.load(rows, ENGINE, position.sequence()), position.sequence());
        rows.commit();
    }

    /** Makes the database anew and fills it; the last day stays open, and its newest ticks are not in the bars yet. */
    static void fill(
            final ArchiveServer server,
            final String database,
            final HistoryShape shape,
            final int days,
            final Consumer<String> progress)
            throws SQLException {
        try (HistoryArchive archive = new HistoryArchive(server, database)) {
            final MarketDays market = new MarketDays(shape.ticksPerDay(), shape.ticksPerSignal());
            final LocalDate last = shape.lastDay();
            market.define(shape.firstDay(days), archive);
            for (LocalDate day = shape.firstDay(days); day.isBefore(last); day = day.plusDays(1)) {
                market.day(day, archive);
                archive.store();
                archive.keep();
                archive.closeUpTo(day);
                if (last.toEpochDay() % 10 == day.toEpochDay() % 10) {
                    progress.accept("stored and closed up to " + day + " of " + last);
                }
            }
            archive.closeAllUpTo(last.minusDays(1));
            archive.careUntil = archive.sink.lastSequence() + shape.recordsPerDay() - shape.openRecords();
            market.day(last, archive);
            archive.store();
        }
        // As autovacuum does within minutes; it would do it meanwhile.
        server.execute(database, "VACUUM (ANALYZE)");
    }

    @Override
    public void onRecord(
            final long sequence, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        sink.onRecord(sequence, templateId, buffer, offset, length);
        try {
            if (sink.records() == RECORDS_PER_TRANSACTION || sequence == careUntil) {
                store();
            }
            if (sequence == careUntil
                    || (sequence < careUntil && position.sequence() - caredUpTo >= SEQUENCES_PER_STEP)) {
                keep();
            }
        } catch (final SQLException e) {
            throw new IllegalStateException("the history cannot be stored", e);
        }
    }

    private void store() throws SQLException {
        if (sink.records() == 0) {
            return;
        }
        partitions.ensureAhead(rows, sink.tickDays(), sink.newestTimeNs());
        sink.write(rows, new HashMap<>());
        final ArchivePosition reached = position.at(new JournalPosition(sink.lastSequence(), 0), 0);
        PositionStore.advance(rows, position, reached);
        rows.commit();
        position = reached;
        sink.clear();
    }

    /** As the keeper: a day that is refused, because autovacuum is at work, is left for the next time. */
    private boolean closeUpTo(final LocalDate day) throws SQLException {
        for (final LocalDate each : keeper.due(HistoryReader.startOf(day.plusDays(1)))) {
            try {
                keeper.close(each);
            } catch (final SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                return false;
            }
        }
        return true;
    }

    private void closeAllUpTo(final LocalDate day) throws SQLException {
        int tries = 0;
        while (!closeUpTo(day)) {
            if (++tries == MOST_TRIES) {
                throw new IllegalStateException("the days up to " + day + " cannot be closed: somebody uses the table");
            }
        }
    }

    private void keep() throws SQLException {
        while (keeper.refreshBars(ENGINE, SEQUENCES_PER_STEP) > 0) {
            caredUpTo = position.sequence();
        }
        keeper.refreshSignalDays(ENGINE);
        keeper.summarizeOpenDays();
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        care.close();
    }
}
