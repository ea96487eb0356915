package io.millrace.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.testing.JournalRecords;
import io.millrace.engine.testing.JournalRecords.JournalRecord;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.AlertCondition;
import io.millrace.journal.codec.AlertRequest;
import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.CheckpointDecoder;
import io.millrace.journal.codec.OrderRequest;
import io.millrace.journal.codec.OrderType;
import io.millrace.journal.codec.OutcomeResult;
import io.millrace.journal.codec.Severity;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.codec.TimeInForce;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import io.millrace.journal.testing.SampleEvents;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tampered journals whose checksums are good: only a replay can tell. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReplayTest {
    private static final int BATCH_RECORDS = 50;

    @TempDir
    Path data;

    private EngineReport run;
    private List<JournalRecord> records;

    @BeforeEach
    void runEngine() {
        run = Runs.run(
                data.resolve("good"),
                Runs.quickConfig(),
                List.of(ListFeed.lane("AAA", new RandomMarket(3).ticks(1_500), 1, position -> {})));
        records = JournalRecords.of(data.resolve("good"));
    }

    @Test
    void shouldReproduceAJournalThatWasWrittenAgainInOtherBatches() {
        final ReplayReport report = replay(rewrite(UnaryOperator.identity()));

        assertThat(report.difference()).isEmpty();
        assertThat(report.outputDigest()).isEqualTo(run.outputDigest());
        assertThat(report.stateDigest()).isEqualTo(run.stateDigest());
        assertThat(report.signals()).isEqualTo(run.signals());
        assertThat(report.lastSequence()).isEqualTo(run.lastSequence());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldReproduceAJournalOfAnEarlierSchema(final int version) {
        assertThat(run.signals()).isPositive();
        final ReplayReport report = replay(rewrite(all -> asOfSchema(all, version)));

        assertThat(report.difference()).isEmpty();
        assertThat(report.outputDigest()).isEqualTo(run.outputDigest());
        assertThat(report.stateDigest()).isEqualTo(run.stateDigest());
    }

    @Test
    void shouldNameTheSignalThatWasChangedInAJournalOfAnEarlierSchema() {
        final int signal = indexOf(RecordKind.SIGNAL, 0);
        final ReplayReport report = replay(rewrite(all -> {
            final List<JournalRecord> earlier = asOfSchema(all, 2);
            final UnsafeBuffer buffer = earlier.get(signal).buffer();
            final int at = Records.HEADER_BYTES + SignalDecoder.takeProfitEncodingOffset();
            buffer.putLong(at, buffer.getLong(at) + 1);
            return earlier;
        }));
        assertThat(report.difference().orElseThrow().sequence())
                .isEqualTo(records.get(signal).sequence());
    }

    @Test
    void shouldPassInputsThatNoHandlerUses() {
        final ReplayReport report = replay(rewrite(all -> {
            final int at = indexOf(RecordKind.TRADE, 300);
            all.addAll(at, inputsWithoutHandler());
            return all;
        }));

        assertThat(report.difference()).isEmpty();
        assertThat(report.outputDigest()).isEqualTo(run.outputDigest());
        assertThat(report.lastSequence())
                .isEqualTo(run.lastSequence() + inputsWithoutHandler().size());
    }

    @Test
    void shouldNotProveAnOutputThatNoHandlerMakes() {
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[1 << 10]);
        final int length = new SampleEvents(scratch).positionChanged(0, 1, 0, 1, 5, 7, 0);
        final int at = indexOf(RecordKind.TRADE, 300);
        final ReplayReport report = replay(rewrite(all -> {
            all.add(at, record(RecordKind.POSITION_CHANGED, scratch, length));
            return all;
        }));

        assertThat(report.identical()).isFalse();
        assertThat(report.difference().orElseThrow().describe())
                .contains("sequence " + records.get(at).sequence())
                .contains("the journal has PositionChanged, which no handler of this version makes");
    }

    @Test
    void shouldNameTheOutputThatWasChanged() {
        final Random random = new Random(20_261_120);
        final List<Integer> outputs = outputs();
        for (int i = 0; i < 10; i++) {
            final int index = outputs.get(random.nextInt(outputs.size()));
            final JournalRecord record = records.get(index);
            final int at = Records.HEADER_BYTES
                    + 2 * Long.BYTES
                    + random.nextInt(record.buffer().capacity() - Records.HEADER_BYTES - 2 * Long.BYTES);
            final ReplayReport report = replay(rewrite(all -> {
                all.get(index).buffer().putByte(at, (byte) (record.buffer().getByte(at) ^ 1));
                return all;
            }));
            records = JournalRecords.of(data.resolve("good"));
            assertThat(report.identical()).isFalse();
            assertThat(report.difference().orElseThrow().sequence())
                    .as("%s byte %d", record.kind(), at)
                    .isEqualTo(record.sequence());
        }
    }

    @Test
    void shouldNameAMissingAndAnExtraOutput() {
        final int index = outputs().get(40);
        final ReplayReport missing = replay(rewrite(all -> {
            all.remove(index);
            return all;
        }));
        assertThat(missing.difference().orElseThrow().sequence())
                .isEqualTo(records.get(index).sequence());

        final ReplayReport extra = replay(rewrite(all -> {
            all.add(index, all.get(index));
            return all;
        }));
        assertThat(extra.difference().orElseThrow().sequence())
                .isEqualTo(records.get(index).sequence() + 1);
    }

    @Test
    void shouldNoticeThatTheLastOutputsAreMissing() {
        final int last = outputs().get(outputs().size() - 1);
        final ReplayReport report = replay(rewrite(all -> new ArrayList<>(all.subList(0, last))));
        assertThat(report.difference().orElseThrow().describe())
                .contains("sequence " + records.get(last).sequence(), "the journal has none");
    }

    @Test
    void shouldNoticeAChangedInput() {
        final int trade = indexOf(RecordKind.TRADE, 700);
        final ReplayReport report = replay(rewrite(all -> {
            final UnsafeBuffer buffer = all.get(trade).buffer();
            final int price = Records.HEADER_BYTES + TradeDecoder.priceEncodingOffset();
            buffer.putLong(price, buffer.getLong(price) + 1);
            return all;
        }));
        assertThat(report.difference().orElseThrow().sequence())
                .isGreaterThan(records.get(trade).sequence());
    }

    @Test
    void shouldNoticeAWrongCheckpoint() {
        final int checkpoint = indexOf(RecordKind.CHECKPOINT, 0);
        for (final int field :
                new int[] {CheckpointDecoder.stateDigestEncodingOffset(), CheckpointDecoder.outputDigestEncodingOffset()
                }) {
            final ReplayReport report = replay(rewrite(all -> {
                final UnsafeBuffer buffer = all.get(checkpoint).buffer();
                buffer.putLong(Records.HEADER_BYTES + field, 1);
                return all;
            }));
            records = JournalRecords.of(data.resolve("good"));
            assertThat(report.difference().orElseThrow().describe())
                    .contains("sequence " + records.get(checkpoint).sequence(), "checkpoint", "0000000000000001");
        }
    }

    @Test
    void shouldRefuseToStartOnAJournalThatItCannotReproduce() {
        final int index = outputs().get(40);
        final Path tampered = rewrite(all -> {
            final int price = Records.HEADER_BYTES + BarClosedDecoder.openPriceEncodingOffset();
            all.get(index).buffer().putLong(price, 1);
            return all;
        });
        assertThatThrownBy(() -> Engine.open(tampered, Runs.quickConfig()))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("cannot be reproduced")
                .hasMessageContaining("sequence " + records.get(index).sequence());
    }

    @Test
    void shouldCountARangeAlone() {
        final long middle = records.get(records.size() / 2).sequence();
        final ReplayReport all = range(1, Long.MAX_VALUE);
        final ReplayReport before = range(1, middle - 1);
        final ReplayReport after = range(middle, Long.MAX_VALUE);
        final ReplayReport none = range(run.lastSequence() + 1, Long.MAX_VALUE);

        assertThat(before.replayed() + after.replayed()).isEqualTo(all.replayed());
        assertThat(before.signals() + after.signals()).isEqualTo(all.signals());
        assertThat(before.lastSequence()).isEqualTo(middle - 1);
        assertThat(after.outputDigest()).isNotEqualTo(all.outputDigest());
        assertThat(after.stateDigest()).isEqualTo(all.stateDigest());
        assertThat(none.replayed()).isZero();
        assertThat(none.outputs()).isZero();
        assertThat(range(middle, Long.MAX_VALUE)).isEqualTo(after);
    }

    @Test
    void shouldThrowAtABitFlip() throws IOException {
        final Path cycle;
        try (Stream<Path> files = Files.list(Runs.journal(data.resolve("good")))) {
            cycle = files.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        final byte[] good = Files.readAllBytes(cycle);
        final int mark = new String(good, StandardCharsets.ISO_8859_1).indexOf("MLRC");
        final Random random = new Random(7);
        for (int i = 0; i < 10; i++) {
            final int at = mark + 48 + random.nextInt(2_000);
            put(cycle, at, (byte) (good[at] ^ (1 << random.nextInt(8))));
            assertThatThrownBy(() -> Runs.replay(data.resolve("good"))).isInstanceOf(JournalDamagedException.class);
            put(cycle, at, good[at]);
        }
        assertThat(Runs.replay(data.resolve("good")).identical()).isTrue();
    }

    private static void put(final Path file, final int at, final byte value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {value}), at);
        }
    }

    private ReplayReport range(final long from, final long to) {
        try (Replay replay = new Replay(Runs.journal(data.resolve("good")), EngineConfig.defaults(), sequence -> {})) {
            return replay.run(from, to);
        }
    }

    /** Writes the records again, numbered anew, with good checksums. */
    private Path rewrite(final UnaryOperator<List<JournalRecord>> change) {
        final List<JournalRecord> changed = change.apply(new ArrayList<>(records));
        final Path directory = data.resolve("tampered" + System.nanoTime());
        final BatchBuilder batch = new BatchBuilder(77, 1, 1 << 16);
        try (JournalAppender appender =
                JournalAppender.open(Runs.journal(directory), "FAST_HOURLY", DurabilityPolicy.PROCESS, 0)) {
            batch.begin(1);
            for (final JournalRecord record : changed) {
                final int length = record.buffer().capacity();
                final int offset = batch.claim(length);
                batch.buffer().putBytes(offset, record.buffer(), 0, length);
                Records.sequence(batch.buffer(), offset, batch.lastSequence());
                if (batch.recordCount() == BATCH_RECORDS) {
                    appender.append(batch);
                    batch.begin(batch.lastSequence() + 1);
                }
            }
            if (batch.recordCount() > 0) {
                appender.append(batch);
            }
        }
        assertThat(JournalVerifier.verify(Runs.journal(directory)).damage()).isEmpty();
        return directory;
    }

    /** The records as an earlier version wrote them: without the fields that were put at the end since. */
    private static List<JournalRecord> asOfSchema(final List<JournalRecord> records, final int version) {
        final List<JournalRecord> earlier = new ArrayList<>();
        for (final JournalRecord record : records) {
            final boolean signal = record.kind() == RecordKind.SIGNAL;
            final int length = signal
                    ? Records.HEADER_BYTES + SignalDecoder.cmsScoreEncodingOffset()
                    : record.buffer().capacity();
            final JournalRecord copy = record(record.kind(), record.buffer(), length);
            Records.schemaVersion(copy.buffer(), 0, version);
            if (signal) {
                Records.blockLength(copy.buffer(), 0, length - Records.HEADER_BYTES);
            }
            earlier.add(copy);
        }
        return earlier;
    }

    private static List<JournalRecord> inputsWithoutHandler() {
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[4 << 10]);
        final SampleEvents events = new SampleEvents(scratch);
        final SampleEvents.Order order =
                new SampleEvents.Order(1, 0, 1, OrderType.LIMIT, Action.BUY, TimeInForce.DAY, 1_500, 6_180_030, 0);
        final List<JournalRecord> inputs = new ArrayList<>();
        inputs.add(record(RecordKind.NEWS, scratch, events.news(0, 1, 2, 1, "AAA", "title", "text")));
        inputs.add(record(RecordKind.SENTIMENT, scratch, events.sentiment(0, 1, 1, 2, 0.5, 0.5, "", "")));
        inputs.add(record(RecordKind.MARKET_EVENT, scratch, events.marketEvent(0, 1, 1, 2, Severity.LOW, "X", "")));
        inputs.add(record(
                RecordKind.SIGNAL_OUTCOME, scratch, events.signalOutcome(0, 1, 1, 2, 1, OutcomeResult.WIN, 1, 1)));
        inputs.add(record(RecordKind.ORDER_COMMAND, scratch, events.orderCommand(0, 1, OrderRequest.NEW, order)));
        inputs.add(record(
                RecordKind.ALERT_RULE,
                scratch,
                events.alertRule(0, 1, 1, AlertRequest.DEFINE, AlertCondition.SIGNAL, 0, 0, Double.NaN, 0)));
        return inputs;
    }

    private static JournalRecord record(final RecordKind kind, final DirectBuffer from, final int length) {
        final UnsafeBuffer copy = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        copy.putBytes(0, from, 0, length);
        return new JournalRecord(0, kind, copy);
    }

    private static ReplayReport replay(final Path directory) {
        return Runs.replay(directory);
    }

    private List<Integer> outputs() {
        final List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (Records.categoryOf(records.get(i).buffer(), 0) == RecordKind.Category.OUTPUT) {
                outputs.add(i);
            }
        }
        return outputs;
    }

    private int indexOf(final RecordKind kind, final int from) {
        for (int i = from; i < records.size(); i++) {
            if (records.get(i).kind() == kind) {
                return i;
            }
        }
        throw new IllegalStateException("no " + kind);
    }
}
