package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.append.SettableClock;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.ConfigChangedDecoder;
import io.millrace.journal.codec.ConfigChangedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalVerifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read equals what was written, whatever the sizes, the restarts and the rolls. The seed is in the name. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JournalPropertyTest {
    private static final int LENGTH_BYTES = ConfigChangedEncoder.configHeaderLength();

    @TempDir
    Path directory;

    private final List<Long> written = new ArrayList<>();
    private final List<JournalPosition> positions = new ArrayList<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261120, 7117, 987654321})
    void shouldReadWhatWasWritten(final long seed) {
        final Random random = new Random(seed);
        final SettableClock clock = new SettableClock();
        final int runs = 1 + random.nextInt(4);
        for (int run = 0; run < runs; run++) {
            try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, written.size()))) {
                final int batches = 1 + random.nextInt(60);
                for (int i = 0; i < batches; i++) {
                    writeBatch(journal, random);
                    clock.addSeconds(random.nextInt(6) == 0 ? random.nextInt(40) - 10 : 0);
                }
            }
        }

        assertThat(readFrom(JournalPosition.START)).isEqualTo(written);
        assertThat(JournalVerifier.verify(directory).damage()).isEmpty();
        for (int i = 0; i < 20; i++) {
            final JournalPosition position = positions.get(random.nextInt(positions.size()));
            assertThat(readFrom(position)).isEqualTo(written.subList((int) position.sequence(), written.size()));
        }
    }

    private void writeBatch(final JournalFixture journal, final Random random) {
        final int records = 1 + random.nextInt(random.nextInt(10) == 0 ? 2_000 : 30);
        for (int i = 0; i < records; i++) {
            writeRecord(journal.batch(), random);
        }
        final long index = journal.commit();
        positions.add(new JournalPosition(written.size(), index));
        positions.add(new JournalPosition(random.nextInt(written.size() + 1), index));
    }

    private void writeRecord(final BatchBuilder batch, final Random random) {
        final long sequence = batch.lastSequence() + 1;
        final byte[] text = new byte[random.nextInt(random.nextInt(300) == 0 ? 400_000 : 80)];
        random.nextBytes(text);
        final int length =
                MessageHeaderEncoder.ENCODED_LENGTH + ConfigChangedEncoder.BLOCK_LENGTH + LENGTH_BYTES + text.length;
        final int offset = batch.claim(length);
        new ConfigChangedEncoder()
                .wrapAndApplyHeader(batch.buffer(), offset, new MessageHeaderEncoder())
                .sequence(sequence)
                .eventTimeNs(random.nextLong())
                .receiveTimeNs(random.nextLong())
                .configDigest(random.nextLong())
                .putConfig(text, 0, text.length);
        written.add(hash(batch.buffer(), offset, length));
    }

    private List<Long> readFrom(final JournalPosition position) {
        final List<Long> read = new ArrayList<>();
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            tailer.seek(position);
            while (tailer.poll(batch -> batch.forEach((sequence, templateId, buffer, offset, length) -> {
                assertThat(templateId).isEqualTo(ConfigChangedDecoder.TEMPLATE_ID);
                if (sequence > position.sequence()) {
                    assertThat(sequence).isEqualTo(position.sequence() + read.size() + 1);
                    read.add(hash(buffer, offset, length));
                }
            }))) {
                assertThat(tailer.position().sequence()).isPositive();
            }
        }
        return read;
    }

    private static long hash(final DirectBuffer buffer, final int offset, final int length) {
        return Records.hash(buffer, offset, length);
    }
}
