package io.millrace.journal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.record.Records;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BatchBuilderTest {
    private static final int RECORD_BYTES = 40;

    private final BatchBuilder batch = new BatchBuilder(1, 1, 0);

    @Test
    void shouldKeepItsRecordsWhenItGrows() {
        batch.begin(10);
        for (int i = 0; i < 1_000; i++) {
            add(RECORD_BYTES);
        }
        assertThat(batch.recordCount()).isEqualTo(1_000);
        assertThat(batch.firstSequence()).isEqualTo(10);
        assertThat(batch.lastSequence()).isEqualTo(1_009);
        assertThat(batch.sizeBytes())
                .isEqualTo(BatchDescriptor.HEADER_BYTES + 1_000 * (BatchDescriptor.FRAME_BYTES + RECORD_BYTES));
        assertThat(batch.sealed().getInt(BatchDescriptor.RECORD_COUNT_OFFSET)).isEqualTo(1_000);
    }

    @Test
    void shouldRefuseALengthThatNoRecordHasAndStayAsItWas() {
        batch.begin(1);
        add(RECORD_BYTES);
        final int sizeBytes = batch.sizeBytes();
        for (final int length : new int[] {
            Integer.MIN_VALUE, -1, 0, Records.MIN_BYTES - 1, BatchDescriptor.MAX_BATCH_BYTES, Integer.MAX_VALUE
        }) {
            assertThatThrownBy(() -> batch.claim(length))
                    .as("length %d", length)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a record of " + length + " bytes");
            assertThat(batch.recordCount()).isEqualTo(1);
            assertThat(batch.sizeBytes()).isEqualTo(sizeBytes);
        }
        add(Records.MIN_BYTES);
        batch.sealed();
    }

    @Test
    void shouldNotSealABatchWithARecordThatHasAnotherSequence() {
        for (final int wrong : new int[] {0, 1, 2}) {
            batch.begin(1);
            for (int i = 0; i < 3; i++) {
                Records.sequence(batch.buffer(), batch.claim(RECORD_BYTES), i == wrong ? 77 : i + 1);
            }
            assertThatThrownBy(batch::sealed)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("record " + wrong + " of the batch says sequence 77, its place is " + (wrong + 1));
        }
        batch.begin(1);
        assertThatThrownBy(batch::sealed).hasMessageContaining("without records");
        add(RECORD_BYTES);
        batch.sealed();
    }

    @Test
    void shouldSealABatchWhoseSequencesCameLate() {
        batch.begin(5);
        final int first = batch.claim(RECORD_BYTES);
        final int second = batch.claim(RECORD_BYTES);
        Records.sequence(batch.buffer(), second, 6);
        Records.sequence(batch.buffer(), first, 5);
        assertThat(batch.sealed().getInt(BatchDescriptor.RECORD_COUNT_OFFSET)).isEqualTo(2);
    }

    @Test
    void shouldStartAnew() {
        batch.begin(1);
        add(RECORD_BYTES);
        batch.begin(7);
        assertThat(batch.recordCount()).isZero();
        assertThat(batch.lastSequence()).isEqualTo(6);
        assertThat(batch.sizeBytes()).isEqualTo(BatchDescriptor.HEADER_BYTES);
    }

    private void add(final int length) {
        final long sequence = batch.lastSequence() + 1;
        Records.sequence(batch.buffer(), batch.claim(length), sequence);
    }
}
