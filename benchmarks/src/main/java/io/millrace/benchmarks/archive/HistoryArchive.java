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
                archive.keeper.close(day);
                if (last.toEpochDay() % 10 == day.toEpochDay() % 10) {
                    progress.accept("stored and closed up to " + day + " of " + last);
                }
            }
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
