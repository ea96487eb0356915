package io.millrace.journal.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.golden.GoldenFiles;
import io.millrace.journal.golden.GoldenRecord;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The frozen bytes of a batch that holds one record of each kind. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GoldenBatchTest {
    private static final String NAME = "batch";
    private static final long FIRST_SEQUENCE = 1_000_000_000_001L;
    private static final long JOURNAL_ID = 0x1122334455667788L;
    private static final int ENGINE_ID = 7;

    @BeforeAll
    static void writeWhatIsMissing() {
        if (Boolean.getBoolean(GoldenFiles.WRITE_PROPERTY)) {
            GoldenFiles.writeMissing(NAME, seal());
        }
    }

    @Test
    void shouldSealTheGoldenBytes() {
        assertThat(HexFormat.of().formatHex(seal()))
                .isEqualTo(HexFormat.of().formatHex(GoldenFiles.bytes(MessageHeaderDecoder.SCHEMA_VERSION, NAME)));
    }

    @Test
    void shouldReadTheGoldenBatchOfEachVersion() {
        for (final int version : GoldenFiles.versions()) {
            final byte[] golden = GoldenFiles.bytes(version, NAME);
            final ByteBuffer memory = ByteBuffer.allocateDirect(golden.length).put(golden);
            final BatchView view = new BatchView();

            assertThat(view.load(new UnsafeBuffer(memory).addressOffset(), golden.length, 1, "golden", FIRST_SEQUENCE))
                    .isNull();

            assertThat(view.journalId()).isEqualTo(JOURNAL_ID);
            assertThat(view.engineId()).isEqualTo(ENGINE_ID);
            final List<RecordKind> kinds = new ArrayList<>();
            view.forEach((sequence, templateId, buffer, offset, length) -> {
                final RecordKind kind = RecordKind.of(templateId);
                final byte[] record = new byte[length];
                buffer.getBytes(offset, record);
                final byte[] expected = GoldenFiles.bytes(version, kind.label());
                Records.sequence(new UnsafeBuffer(expected), 0, sequence);
                assertThat(record).as(kind.label()).isEqualTo(expected);
                kinds.add(kind);
            });
            assertThat(kinds).hasSize(view.recordCount()).doesNotHaveDuplicates();
            if (version == MessageHeaderDecoder.SCHEMA_VERSION) {
                assertThat(kinds).isEqualTo(Arrays.asList(RecordKind.values()));
            }
        }
    }

    private static byte[] seal() {
        final BatchBuilder batch = new BatchBuilder(JOURNAL_ID, ENGINE_ID, 64);
        batch.begin(FIRST_SEQUENCE);
        for (final RecordKind kind : RecordKind.values()) {
            final byte[] record = GoldenRecord.encode(kind);
            final long sequence = batch.lastSequence() + 1;
            final int offset = batch.claim(record.length);
            batch.buffer().putBytes(offset, record);
            Records.sequence(batch.buffer(), offset, sequence);
        }
        final byte[] bytes = new byte[batch.sizeBytes()];
        batch.sealed().getBytes(0, bytes);
        return bytes;
    }
}
