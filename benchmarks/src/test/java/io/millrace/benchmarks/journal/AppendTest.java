package io.millrace.benchmarks.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Allocations;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AppendTest {
    private static final int RECORDS = 1 << 13;
    private static final int BATCH_RECORDS = 8;

    private final JournalUnderTest journal = new JournalUnderTest();
    private final BareQueue queue = new BareQueue();

    @BeforeEach
    void open() {
        journal.batchRecords = BATCH_RECORDS;
        journal.warm();
        journal.open();
        queue.batchRecords = BATCH_RECORDS;
        queue.warm();
        queue.open();
    }

    @AfterEach
    void close() {
        journal.delete();
        journal.close();
        queue.delete();
        queue.close();
    }

    @Test
    void shouldAppendEachRecordInExcerptsOfEqualCount() {
        final long lastIndex = journal.append(RECORDS);
        final long lastBareIndex = queue.append(RECORDS);

        assertThat(journal.lastSequence()).isEqualTo(RECORDS);
        assertThat(lastIndex & 0xFFFF_FFFFL).isEqualTo(RECORDS / BATCH_RECORDS - 1);
        assertThat(lastBareIndex & 0xFFFF_FFFFL).isEqualTo(RECORDS / BATCH_RECORDS - 1);
    }

    @Test
    void shouldAllocateNothingInTheBestRound() {
        // The queue allocates a little when it begins a new page of its index, not with each excerpt.
        assertThat(Allocations.bestOf(() -> journal.append(RECORDS))).isZero();
    }
}
