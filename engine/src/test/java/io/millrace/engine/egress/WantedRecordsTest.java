package io.millrace.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.codec.BarClosedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.SignalEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class WantedRecordsTest {
    private static final int RECORD_BYTES = 64;
    private static final int RECORDS = 1_000;

    @Test
    void shouldTakeDownWhatIsWantedInItsOrderHoweverMuch() {
        final UnsafeBuffer batch = new UnsafeBuffer(new byte[RECORDS * RECORD_BYTES]);
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final WantedRecords wanted = new WantedRecords(1L << SignalEncoder.TEMPLATE_ID);
        for (int i = 0; i < RECORDS; i++) {
            header.wrap(batch, i * RECORD_BYTES)
                    .templateId(i % 3 == 0 ? BarClosedEncoder.TEMPLATE_ID : SignalEncoder.TEMPLATE_ID);
            wanted.offer(batch, i * RECORD_BYTES);
        }
        assertThat(wanted.count()).isEqualTo(666);
        assertThat(wanted.offset(0)).isEqualTo(RECORD_BYTES);
        assertThat(wanted.offset(1)).isEqualTo(2 * RECORD_BYTES);
        assertThat(wanted.offset(2)).isEqualTo(4 * RECORD_BYTES);
        assertThat(wanted.offset(665)).isEqualTo(998 * RECORD_BYTES);

        wanted.clear();
        assertThat(wanted.count()).isZero();
    }

    @Test
    void shouldTakeNoTemplateForAnother() {
        final UnsafeBuffer batch = new UnsafeBuffer(new byte[RECORD_BYTES]);
        final WantedRecords wanted = new WantedRecords(1L << 2);
        new MessageHeaderEncoder().wrap(batch, 0).templateId(Long.SIZE + 2);
        wanted.offer(batch, 0);
        assertThat(wanted.count()).isZero();
    }
}
