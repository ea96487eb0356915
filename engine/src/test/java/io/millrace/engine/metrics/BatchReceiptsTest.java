package io.millrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BatchReceiptsTest {
    private final BatchReceipts receipts = new BatchReceipts(8);
    private final LatencyRecorder recorder = new LatencyRecorder();

    @Test
    void shouldRecordEachEventOnceWhetherItCameAloneOrInABurst() {
        receipts.add(100);
        receipts.add(100);
        receipts.add(100);
        receipts.add(250);
        receipts.add(100);
        assertThat(receipts.events()).isEqualTo(5);
        receipts.record(recorder, Stage.COMMITTED, 300);

        final Histogram committed = recorder.drain().of(Stage.COMMITTED);
        assertThat(committed.getTotalCount()).isEqualTo(5);
        assertThat(committed.getCountAtValue(200)).isEqualTo(4);
        assertThat(committed.getCountAtValue(50)).isEqualTo(1);
        assertThat(recorder.drain().of(Stage.COMPUTED).getTotalCount()).isZero();
    }

    @Test
    void shouldForgetTheLastBatch() {
        receipts.add(100);
        receipts.clear();
        receipts.add(200);
        receipts.record(recorder, Stage.TAKEN, 210);

        final Histogram taken = recorder.drain().of(Stage.TAKEN);
        assertThat(receipts.events()).isEqualTo(1);
        assertThat(taken.getTotalCount()).isEqualTo(1);
        assertThat(taken.getMaxValue()).isEqualTo(10);
    }

    @Test
    void shouldTakeAsManyDifferentTimesAsTheBatchHasEvents() {
        for (int i = 0; i < 8; i++) {
            receipts.add(i);
        }
        receipts.record(recorder, Stage.COMPUTED, 8);
        assertThat(recorder.drain().of(Stage.COMPUTED).getTotalCount()).isEqualTo(8);
        assertThat(recorder.drain().of(Stage.COMPUTED).getMinNonZeroValue()).isEqualTo(1);
    }
}
