package io.millrace.journal.testing;

import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.TradeEncoder;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;

/** Writes small journals for tests; one thread. */
public final class JournalFixture implements AutoCloseable {
    public static final String ROLL_CYCLE = "FAST_HOURLY";
    public static final long JOURNAL_ID = 0x1122334455667788L;
    public static final int ENGINE_ID = 7;

    private final JournalAppender appender;
    private final BatchBuilder batch = new BatchBuilder(JOURNAL_ID, ENGINE_ID, 4096);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TradeEncoder trade = new TradeEncoder();

    public JournalFixture(final Path directory) {
        this(directory, 0);
    }

    public JournalFixture(final Path directory, final long lastSequence) {
        this(JournalAppender.open(directory, ROLL_CYCLE, DurabilityPolicy.PROCESS, lastSequence));
    }

    public JournalFixture(final JournalAppender appender) {
        this.appender = appender;
        batch.begin(appender.lastSequence() + 1);
    }

    /** The appender that commits. */
    public JournalAppender appender() {
        return appender;
    }

    /** The open batch. */
    public BatchBuilder batch() {
        return batch;
    }

    /** Adds a trade with values that follow from its sequence. */
    public JournalFixture trade() {
        final long sequence = batch.lastSequence() + 1;
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.BLOCK_LENGTH;
        final int offset = batch.claim(length);
        final MutableDirectBuffer buffer = batch.buffer();
        trade.wrapAndApplyHeader(buffer, offset, header)
                .sequence(sequence)
                .eventTimeNs(1_000_000_000L * sequence)
                .receiveTimeNs(1_000_000_000L * sequence + 5)
                .instrumentId(1)
                .feedId(1)
                .aggressor(Aggressor.BUYER)
                .suspicious((short) 0)
                .feedPosition(sequence)
                .venueTradeId(sequence * 10)
                .price(6_180_030_000_000L + sequence)
                .quantity(600_000L)
                .conditions(0)
                .venueCode(0);
        return this;
    }

    /** Adds trades. */
    public JournalFixture trades(final int count) {
        for (int i = 0; i < count; i++) {
            trade();
        }
        return this;
    }

    /** Room for a record that the test encodes itself, its sequence included. */
    public int claim(final int length) {
        return batch.claim(length);
    }

    /** The memory of the open batch. */
    public MutableDirectBuffer buffer() {
        return batch.buffer();
    }

    /** Sequence that the next record of the open batch takes. */
    public long nextSequence() {
        return batch.lastSequence() + 1;
    }

    /** Appends the open batch and starts the next. */
    public long commit() {
        final long index = appender.append(batch);
        batch.begin(appender.lastSequence() + 1);
        return index;
    }

    @Override
    public void close() {
        appender.close();
    }
}
