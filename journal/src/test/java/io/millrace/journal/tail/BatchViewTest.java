package io.millrace.journal.tail;

import static io.millrace.journal.batch.BatchDescriptor.CRC_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FIRST_SEQUENCE_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FORMAT_VERSION_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FRAME_BYTES;
import static io.millrace.journal.batch.BatchDescriptor.HEADER_BYTES;
import static io.millrace.journal.batch.BatchDescriptor.MAGIC_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.PAYLOAD_LENGTH_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.RECORD_COUNT_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.SCHEMA_VERSION_OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamage.Kind;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.batch.BatchChecksum;
import io.millrace.journal.codec.MessageHeaderDecoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BatchViewTest {
    private static final int RECORD_BYTES = 40;
    private static final int FIRST = 101;
    private static final int COUNT = 3;
    private static final int SECOND_RECORD = HEADER_BYTES + FRAME_BYTES + RECORD_BYTES;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(4096);
    private final UnsafeBuffer bytes = new UnsafeBuffer(memory);
    private final BatchView view = new BatchView();
    private int sizeBytes;

    @BeforeEach
    void seal() {
        final BatchBuilder batch = new BatchBuilder(5, 7, 64);
        batch.begin(FIRST);
        for (int i = 0; i < COUNT; i++) {
            final int offset = batch.claim(RECORD_BYTES);
            batch.buffer().setMemory(offset, RECORD_BYTES, (byte) 0);
            batch.buffer().putShort(offset, (short) 32);
            batch.buffer().putShort(offset + 2, (short) 2);
            batch.buffer().putLong(offset + 8, FIRST + i);
        }
        bytes.putBytes(0, batch.sealed(), 0, batch.sizeBytes());
        sizeBytes = batch.sizeBytes();
    }

    @Test
    void shouldTakeAGoodBatch() {
        assertThat(load(sizeBytes)).isNull();
        assertThat(view.firstSequence()).isEqualTo(FIRST);
        assertThat(view.lastSequence()).isEqualTo(FIRST + COUNT - 1);
        assertThat(view.recordCount()).isEqualTo(COUNT);
        assertThat(view.journalId()).isEqualTo(5);
        assertThat(view.engineId()).isEqualTo(7);
        assertThat(view.queueIndex()).isEqualTo(77);
        assertThat(view.file()).isEqualTo("f.cq4");
        assertThat(view.sizeBytes()).isEqualTo(sizeBytes);
    }

    @Test
    void shouldNameAnExcerptThatIsTooShort() {
        assertDamage(load(HEADER_BYTES - 1), Kind.HEADER, FIRST, "excerpt of 39 bytes");
    }

    @Test
    void shouldNameABadMark() {
        bytes.putInt(MAGIC_OFFSET, 0);
        assertDamage(load(sizeBytes), Kind.HEADER, FIRST, "batch mark is 0x0");
    }

    @Test
    void shouldSayThatANewerFormatNeedsANewerVersion() {
        bytes.putShort(FORMAT_VERSION_OFFSET, (short) 2);
        sum();
        assertDamage(load(sizeBytes), Kind.VERSION, FIRST, "batch format 2, this version reads 1");
        bytes.putShort(FORMAT_VERSION_OFFSET, (short) 0);
        assertDamage(load(sizeBytes), Kind.HEADER, FIRST, "batch format 0");
    }

    @Test
    void shouldTakeAFlippedFormatForDamage() {
        for (int bit = 0; bit < Short.SIZE; bit++) {
            bytes.putShort(FORMAT_VERSION_OFFSET, (short) (1 ^ 1 << bit));
            assertDamage(load(sizeBytes), Kind.HEADER, FIRST, "batch format");
        }
    }

    @Test
    void shouldSayThatANewerSchemaNeedsANewerVersion() {
        final int newer = MessageHeaderDecoder.SCHEMA_VERSION + 1;
        bytes.putShort(SCHEMA_VERSION_OFFSET, (short) newer);
        assertDamage(load(sizeBytes), Kind.CHECKSUM, FIRST, "CRC32C");
        sum();
        final JournalDamage damage = load(sizeBytes);
        assertDamage(damage, Kind.VERSION, FIRST, "schema version " + newer);
        assertThat(damage.describe())
                .startsWith("journal not readable by this version at sequence 101")
                .endsWith("use the Millrace that wrote it or a newer one")
                .doesNotContain("damaged");
    }

    @Test
    void shouldNameAPayloadLengthThatIsNotTheExcerpts() {
        final int good = bytes.getInt(PAYLOAD_LENGTH_OFFSET);
        for (final int payload : new int[] {good + 1, good - 1, 0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            bytes.putInt(PAYLOAD_LENGTH_OFFSET, payload);
            assertDamage(load(sizeBytes), Kind.HEADER, FIRST, "payload length " + payload);
        }
    }

    @Test
    void shouldFindEachFlippedBit() {
        for (int bit = 0; bit < sizeBytes * 8; bit++) {
            flip(bit);
            assertThat(load(sizeBytes)).as("bit %d", bit).isNotNull();
            flip(bit);
        }
        assertThat(load(sizeBytes)).isNull();
    }

    @Test
    void shouldNameARecordCountThatDoesNotHold() {
        bytes.putInt(RECORD_COUNT_OFFSET, COUNT + 1);
        sum();
        assertDamage(load(sizeBytes), Kind.STRUCTURE, FIRST + COUNT, "header says 4 records, the batch holds 3");
    }

    @Test
    void shouldNameARecordThatDoesNotFit() {
        final int good = bytes.getInt(SECOND_RECORD);
        for (final int length : new int[] {0, -1, 23, 1000, Integer.MAX_VALUE}) {
            bytes.putInt(SECOND_RECORD, length);
            sum();
            assertDamage(load(sizeBytes), Kind.STRUCTURE, FIRST + 1, "record length " + length);
        }
        // One that leaves too little for the next record.
        bytes.putInt(SECOND_RECORD, good + RECORD_BYTES - 4);
        sum();
        assertDamage(load(sizeBytes), Kind.STRUCTURE, FIRST + 2, "where 4 bytes are left");
    }

    @Test
    void shouldNameABlockThatIsLongerThanItsRecord() {
        for (final int block : new int[] {15, RECORD_BYTES - 7, 0xFFFF}) {
            bytes.putShort(SECOND_RECORD + FRAME_BYTES, (short) block);
            sum();
            assertDamage(load(sizeBytes), Kind.STRUCTURE, FIRST + 1, "block of " + block + " bytes");
        }
    }

    @Test
    void shouldNameARecordOfAnotherSequence() {
        bytes.putLong(SECOND_RECORD + FRAME_BYTES + 8, FIRST + 2);
        sum();
        assertDamage(load(sizeBytes), Kind.GAP, FIRST + 1, "record says sequence 103, expected 102");
    }

    @Test
    void shouldNameABatchOfAnotherSequence() {
        bytes.putLong(FIRST_SEQUENCE_OFFSET, FIRST + 1);
        sum();
        assertDamage(load(sizeBytes), Kind.GAP, FIRST, "batch starts at sequence 102, expected 101");
    }

    private void sum() {
        final ByteBuffer whole = memory.duplicate();
        bytes.putInt(CRC_OFFSET, new BatchChecksum().compute(whole, sizeBytes));
    }

    private void flip(final int bit) {
        bytes.putByte(bit / 8, (byte) (bytes.getByte(bit / 8) ^ 1 << bit % 8));
    }

    private JournalDamage load(final int length) {
        return view.load(bytes.addressOffset(), length, 77, "f.cq4", FIRST);
    }

    private static void assertDamage(
            final JournalDamage damage, final Kind kind, final long sequence, final String detail) {
        assertThat(damage).isNotNull();
        assertThat(damage.kind()).isEqualTo(kind);
        assertThat(damage.sequence()).isEqualTo(sequence);
        assertThat(damage.detail()).contains(detail);
        assertThat(damage.describe()).contains("f.cq4").contains("0x4d").doesNotContain("\n");
    }
}
