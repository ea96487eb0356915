package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.LayoutKind;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateLayout;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.time.Clocks;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pipeline alone, filled before its thread starts, so that one ring batch holds what the test wants it to. */
@Timeout(value = 40, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelineTest {
    private static final long STOP_TIMEOUT_MS = 10_000;

    @TempDir
    Path data;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private JournalAppender appender;
    private CountersFile counters;
    private Pipeline pipeline;
    private final List<byte[]> blamed = new CopyOnWriteArrayList<>();

    private void build(final LayoutKind layout) {
        final EngineConfig config = Runs.quickConfig(
                "ring.size", "64", "batch.max-records", "5", "layout", layout.name(), "pipelined.batches", "2");
        final StateLayout blocks = new StateLayout(config);
        final EngineState state = new EngineState(new MemoryStateStore(blocks.blockBytes()), blocks, config.state());
        appender = JournalAppender.open(data.resolve("journal"), "FAST_HOURLY", DurabilityPolicy.PROCESS, 0);
        counters = CountersFile.create(data.resolve("counters.dat"), 1, 1);
        pipeline = new Pipeline(
                config,
                new HandlerChain(config, state),
                new BatchBuilder(1, 1, 1 << 12),
                appender,
                Egress.NONE,
                new EngineCounters(counters.allocate()),
                new LatencyRecorder(),
                new DistinctErrorLog(new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16)), () -> 1),
                Clocks.monotonic());
        pipeline.onFailedInput((input, problem) -> blamed.add(input));
    }

    @AfterEach
    void close() {
        pipeline.stop(STOP_TIMEOUT_MS);
        appender.close();
        counters.close();
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldCommitNothingOfTheBatchWhoseInputFailedAndNothingBehindIt(final LayoutKind layout) {
        build(layout);
        for (int i = 1; i <= 7; i++) {
            tick(i);
        }
        poison();
        for (int i = 8; i <= 20; i++) {
            tick(i);
        }
        pipeline.start();

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThatThrownBy(pipeline::check).isInstanceOf(EngineFailedException.class));
        assertThat(pipeline.stop(STOP_TIMEOUT_MS)).isTrue();
        // The first five filled a batch; the next one broke. A journal thread may not have come to the first before it
        // halted.
        assertThat(appender.lastSequence()).isIn(5L, layout == LayoutKind.FUSED ? 5L : 0L);
        assertThat(blamed).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldBlameNoInputWhenItsBatchCannotBeAppended(final LayoutKind layout) {
        build(layout);
        for (int i = 1; i <= 40; i++) {
            tick(i);
        }
        appender.close();
        pipeline.start();

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThatThrownBy(pipeline::check).isInstanceOf(EngineFailedException.class));
        assertThat(pipeline.stop(STOP_TIMEOUT_MS)).isTrue();
        assertThat(blamed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldCommitEverythingThatWasPublishedBeforeItDrained(final LayoutKind layout) {
        build(layout);
        for (int i = 1; i <= 23; i++) {
            tick(i);
        }
        pipeline.start();
        pipeline.ingress().drain();

        assertThat(appender.lastSequence()).isEqualTo(23);
        assertThat(pipeline.stop(STOP_TIMEOUT_MS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldHandOverWhatIsHeldWithTheNextPublishOrWhenAClaimMustWait(final LayoutKind layout) throws Exception {
        build(layout);
        pipeline.start();
        hold(1);
        hold(2);
        Thread.sleep(200);
        assertThat(appender.lastSequence()).isZero();
        tick(3);
        pipeline.ingress().drain();
        assertThat(appender.lastSequence()).isEqualTo(3);

        // The ring has 64 slots: the packet is longer than that.
        for (int i = 4; i <= 100; i++) {
            hold(i);
        }
        pipeline.ingress().drain();
        assertThat(appender.lastSequence()).isEqualTo(100);
        assertThat(pipeline.stop(STOP_TIMEOUT_MS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldRunNothingWhenItIsStoppedBeforeItStarts(final LayoutKind layout) throws InterruptedException {
        build(layout);
        tick(1);
        assertThat(pipeline.stop(STOP_TIMEOUT_MS)).isTrue();
        pipeline.start();
        Thread.sleep(200);
        assertThat(appender.lastSequence()).isZero();
        assertThatThrownBy(() -> pipeline.ingress().drain()).hasMessageContaining("was stopped");
    }

    private void hold(final long timeNs) {
        pipeline.ingress().hold(encodeTick(timeNs), 1);
    }

    private void tick(final long timeNs) {
        pipeline.ingress().publish(encodeTick(timeNs));
    }

    private int encodeTick(final long timeNs) {
        final RingSlot slot = pipeline.ingress().claim();
        new ClockAdvancedEncoder()
                .wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(timeNs)
                .receiveTimeNs(0);
        return MessageHeaderEncoder.ENCODED_LENGTH + ClockAdvancedEncoder.BLOCK_LENGTH;
    }

    private void poison() {
        final RingSlot slot = pipeline.ingress().claim();
        new TradeEncoder()
                .wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(7)
                .instrumentId(4_711)
                .feedId(1)
                .venueTradeId(-1);
        pipeline.ingress().publish(MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.BLOCK_LENGTH);
    }
}
