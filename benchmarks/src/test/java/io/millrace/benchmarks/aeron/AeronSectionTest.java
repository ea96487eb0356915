package io.millrace.benchmarks.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.egress.WantedRecords;
import io.millrace.journal.record.Records;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class AeronSectionTest {
    private static final int BATCH_BYTES = 64;

    @Test
    void shouldHoldSignalsAgainstBareMessages() throws Exception {
        final SectionResult result = Smoke.run(new AeronSection());

        assertThat(result.rows()).extracting(Row::key).containsExactly(Goal.AERON.key(), Goal.AERON.key() + ".first");
        assertThat(result.rows().get(0).other()).isPositive();
        assertThat(result.latencyFiles().get(0).curves())
                .hasSize(2)
                .allSatisfy(curve -> assertThat(curve.latencies().getTotalCount())
                        .as(curve.name())
                        .isPositive());
    }

    @Test
    void shouldFindTheCommitOfABatchByAnySequenceInIt() {
        final long[] nowNs = {0};
        final StampedEgress egress = new StampedEgress(Egress.NONE, () -> nowNs[0]);
        commit(egress, nowNs, 10, 1_000);
        commit(egress, nowNs, 20, 2_000);
        commit(egress, nowNs, 35, 3_000);

        assertThat(egress.committedNs(10)).isEqualTo(1_000);
        assertThat(egress.committedNs(19)).isEqualTo(1_000);
        assertThat(egress.committedNs(20)).isEqualTo(2_000);
        assertThat(egress.committedNs(99)).isEqualTo(3_000);
        assertThatThrownBy(() -> egress.committedNs(12))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("12");
    }

    private static void commit(
            final StampedEgress egress, final long[] nowNs, final long firstSequence, final long timeNs) {
        final UnsafeBuffer batch = new UnsafeBuffer(new byte[BATCH_BYTES]);
        Records.sequence(batch, Integer.BYTES, firstSequence);
        nowNs[0] = timeNs;
        final WantedRecords records = new WantedRecords(-1);
        records.offer(batch, Integer.BYTES);
        egress.onCommitted(batch, records);
    }
}
