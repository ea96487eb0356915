package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.LayoutKind;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.egress.WantedRecords;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.input.FeedEvent;
import io.millrace.engine.input.InputWriter;
import io.millrace.engine.input.Instrument;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateLayout;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.batch.BatchDescriptor;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.time.Clocks;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is behind the computation, with a journal that the test can stop or break. */
@Timeout(value = 40, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StagesTest {
    private static final long STOP_TIMEOUT_MS = 10_000;
    private static final int EVENTS = 40;

    @TempDir
    Path data;

    private final Journal journal = new Journal();
    private final List<Long> sentOut = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> sentTooEarly = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean egressFails;
    private EngineState state;
    private CountersFile counters;
    private Pipeline pipeline;

    private void build(final LayoutKind layout, final String egressThread, final String... settings) {
        final List<String> all = new ArrayList<>(List.of(settings));
        Collections.addAll(all, "layout", layout.name(), "pipelined.egress-thread", egressThread);
        Collections.addAll(all, "pipelined.batches", "2", "ring.size", "64");
        final EngineConfig config = Runs.quickConfig(all.toArray(String[]::new));
        final StateLayout blocks = new StateLayout(config);
        state = new EngineState(new MemoryStateStore(blocks.blockBytes()), blocks, config.state());
        counters = CountersFile.create(data.resolve("counters" + System.nanoTime()), 1, 1);
        pipeline = new Pipeline(
                config,
                new HandlerChain(config, state),
                new BatchBuilder(1, 1, 1 << 12),
                journal,
                new Egress() {
                    @Override
                    public long templateIds() {
                        return -1;
                    }

                    @Override
                    public boolean onCommitted(final DirectBuffer batch, final WantedRecords records) {
                        return sendOut(batch);
                    }
                },
                new EngineCounters(counters.allocate()),
                new LatencyRecorder(),
                new DistinctErrorLog(new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16)), () -> 1),
                Clocks.monotonic());
    }

    @AfterEach
    void close() {
        journal.mayGoOn.countDown();
        pipeline.stop(STOP_TIMEOUT_MS);
        counters.close();
    }

    @ParameterizedTest
    @CsvSource({"FUSED, own, 7", "PIPELINED, own, 1", "PIPELINED, own, 3", "PIPELINED, journal, 512"})
    void shouldGiveTheSameRecordsInEveryLayout(
            final LayoutKind layout, final String egressThread, final String records) {
        journal.mayGoOn.countDown();
        build(LayoutKind.FUSED, "own", "batch.max-records", "512");
        publishMarket();
        pipeline.start();
        pipeline.ingress().drain();
        assertThat(pipeline.stop(STOP_TIMEOUT_MS)).isTrue();
        counters.close();
        final byte[] expected = journal.payload.toByteArray();
        final long expectedDigest = state.digest();
        assertThat(sentOut).as("the market is to cause outputs").isNotEmpty();
        journal.payload.reset();
        journal.lastSequence = 0;

        build(layout, egressThread, "batch.max-records", records);
        publishMarket();
        pipeline.start();
        pipeline.ingress().drain();
        assertThat(journal.payload.toByteArray()).isEqualTo(expected);
        assertThat(state.digest()).isEqualTo(expectedDigest);
        assertThat(counters.value(EngineCounter.LAST_SEQUENCE)).isEqualTo(journal.lastSequence);
        assertThat(counters.value(EngineCounter.TRADES)).isEqualTo(EVENTS);
    }

    @ParameterizedTest
    @CsvSource({"FUSED, own", "PIPELINED, own", "PIPELINED, journal"})
    void shouldNotHaveDrainedNorSentBeforeTheCommit(final LayoutKind layout, final String egressThread)
            throws InterruptedException {
        build(layout, egressThread);
        publishMarket();
        final Thread drain = new Thread(() -> pipeline.ingress().drain(), "drain");
        pipeline.start();
        drain.start();
        assertThat(journal.entered.await(10, TimeUnit.SECONDS)).isTrue();
        // Computed, but not in the journal.
        drain.join(300);
        assertThat(drain.isAlive()).isTrue();
        assertThat(sentOut).isEmpty();
        assertThat(counters.value(EngineCounter.LAST_SEQUENCE)).isZero();

        journal.mayGoOn.countDown();
        drain.join();
        assertThat(sentOut).isNotEmpty();
        assertThat(sentTooEarly).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FUSED, own", "PIPELINED, own", "PIPELINED, journal"})
    void shouldHaltAndSendNothingOfABatchThatCouldNotBeAppended(final LayoutKind layout, final String egressThread)
            throws InterruptedException {
        build(layout, egressThread, "batch.max-records", "1");
        journal.failsAfter = 10;
        publishMarket();
        pipeline.start();
        // The ring of batches is full by now, and the engine thread waits for room.
        assertThat(journal.entered.await(10, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(100);
        journal.mayGoOn.countDown();

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThatThrownBy(pipeline::check)
                        .isInstanceOf(EngineFailedException.class)
                        .hasMessageContaining("the disk is full"));
        assertThatThrownBy(() -> pipeline.ingress().drain()).isInstanceOf(EngineFailedException.class);
        assertThat(pipeline.stop(STOP_TIMEOUT_MS)).isTrue();
        assertThat(journal.attemptsAfterFailure).isZero();
        assertThat(sentOut).allSatisfy(sequence -> assertThat(sequence).isLessThanOrEqualTo(journal.lastSequence));
        assertThat(sentTooEarly).isEmpty();
        assertThat(counters.value(EngineCounter.LAST_SEQUENCE)).isLessThanOrEqualTo(journal.lastSequence);
    }

    @ParameterizedTest
    @CsvSource({"FUSED, own", "PIPELINED, own", "PIPELINED, journal"})
    void shouldHaltWhenTheEgressFails(final LayoutKind layout, final String egressThread) {
        build(layout, egressThread, "batch.max-records", "1");
        egressFails = true;
        journal.mayGoOn.countDown();
        publishMarket();
        pipeline.start();

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThatThrownBy(pipeline::check).hasMessageContaining("the subscriber's memory is gone"));
        assertThat(pipeline.stop(STOP_TIMEOUT_MS)).isTrue();
        assertThat(sentOut).isEmpty();
    }

    /** An instrument, a feed, and trades that each leave a gap, so that each causes an output. */
    private void publishMarket() {
        final InputWriter writer = new InputWriter(pipeline.ingress());
        writer.instrumentDefined(1, new Instrument("AAA", "TEST", -2, 0), RandomMarket.START_NS, 0);
        writer.feedStatus(FeedState.STARTED, 1, 1, 11, 0, RandomMarket.START_NS, 0);
        final FeedEvent event = new FeedEvent();
        for (int i = 1; i <= EVENTS; i++) {
            MarketEvent.trade(RandomMarket.START_NS + i * RandomMarket.SECOND_NS, i * 10L, 10_000 + i, 5)
                    .fill(event, i);
            writer.event(event, 1, 1, 0);
        }
    }

    private boolean sendOut(final DirectBuffer batch) {
        if (egressFails) {
            throw new IllegalStateException("the subscriber's memory is gone");
        }
        final long first = batch.getLong(BatchDescriptor.FIRST_SEQUENCE_OFFSET);
        sentOut.add(first);
        if (first > journal.lastSequence) {
            sentTooEarly.add(first);
        }
        return true;
    }

    /** Keeps the bytes of the records; waits at its first batch until it may go on. */
    private static final class Journal implements BatchAppender {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
        private int failsAfter = Integer.MAX_VALUE;
        private int batches;
        private boolean failed;
        private int attemptsAfterFailure;
        private volatile long lastSequence;

        @Override
        public long append(final BatchBuilder batch) {
            entered.countDown();
            try {
                mayGoOn.await();
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (failed) {
                attemptsAfterFailure++;
            }
            if (batches++ == failsAfter) {
                failed = true;
                throw new IllegalStateException("the disk is full");
            }
            assertThat(batch.firstSequence()).isEqualTo(lastSequence + 1);
            final byte[] bytes = new byte[batch.sizeBytes() - BatchDescriptor.HEADER_BYTES];
            batch.sealed().getBytes(BatchDescriptor.HEADER_BYTES, bytes);
            payload.writeBytes(bytes);
            lastSequence = batch.lastSequence();
            return lastSequence;
        }

        @Override
        public boolean prepareNext() {
            return false;
        }

        @Override
        public void forceIfDue() {}

        @Override
        public long forcedSequence() {
            return 0;
        }
    }
}
