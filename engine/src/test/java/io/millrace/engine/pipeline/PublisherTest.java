package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.egress.WantedRecords;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.state.GlobalState;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PublisherTest {
    private final AtomicInteger sent = new AtomicInteger();
    private final Egress egress = new Egress() {
        @Override
        public long templateIds() {
            return 1L << ClockAdvancedEncoder.TEMPLATE_ID;
        }

        @Override
        public boolean onCommitted(final DirectBuffer batch, final WantedRecords records) {
            return sent.addAndGet(records.count()) > 0;
        }
    };
    private final Publisher publisher = new Publisher(egress, new LatencyRecorder(), System::nanoTime);
    private final GlobalState state = new GlobalState(new UnsafeBuffer(ByteBuffer.allocateDirect(GlobalState.BYTES)));
    private final BatchSlot slot = new BatchSlot(
            new BatchBuilder(1, 1, 1 << 12), EngineConfig.defaults().batch(), state, state, egress.templateIds());

    /** The ring lets the egress thread see a batch whose append has thrown, if it looks before the halt reaches it. */
    @Test
    void shouldSendOnlyWhatACommitHasMarked() {
        computeOneOutput(1);
        publisher.publish(slot);
        assertThat(sent).hasValue(0);

        slot.committed(3);
        publisher.publish(slot);
        assertThat(sent).hasValue(1);

        // The slot comes round again; its mark must not.
        computeOneOutput(2);
        publisher.publish(slot);
        assertThat(sent).hasValue(1);
    }

    private void computeOneOutput(final long sequence) {
        slot.begin(sequence, 1);
        final int offset = slot.sink().begin(MessageHeaderEncoder.ENCODED_LENGTH + ClockAdvancedEncoder.BLOCK_LENGTH);
        new ClockAdvancedEncoder()
                .wrapAndApplyHeader(slot.sink().buffer(), offset, new MessageHeaderEncoder())
                .eventTimeNs(1)
                .receiveTimeNs(1);
        slot.sink().end();
        slot.computed(2, 0, 0);
    }
}
