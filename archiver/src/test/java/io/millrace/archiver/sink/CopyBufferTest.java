package io.millrace.archiver.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CopyBufferTest {
    private static final int HEADER_BYTES = 19;

    @Test
    void shouldWriteHeaderAndRow() {
        CopyBuffer buffer = new CopyBuffer(0);
        buffer.startRow(3);
        buffer.putInt(7);
        buffer.putNull();
        buffer.putText("ab".getBytes(StandardCharsets.US_ASCII));

        ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), 0, buffer.sizeBytes());
        byte[] signature = new byte[11];
        bytes.get(signature);
        assertThat(signature).isEqualTo("PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(bytes.getLong()).isZero();
        assertThat(bytes.getShort()).isEqualTo((short) 3);
        assertThat(bytes.getInt()).isEqualTo(4);
        assertThat(bytes.getInt()).isEqualTo(7);
        assertThat(bytes.getInt()).isEqualTo(-1);
        assertThat(bytes.getInt()).isEqualTo(2);
        assertThat(bytes.getShort()).isEqualTo((short) ('a' << 8 | 'b'));
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(buffer.rows()).isEqualTo(1);
    }

    @Test
    void shouldFindTheRowsOfEachRecordAgain() {
        CopyBuffer buffer = new CopyBuffer(0);
        int[] ends = new int[4];
        for (int i = 0; i < 4; i++) {
            buffer.startRow(3);
            buffer.putNull();
            buffer.putText("x".repeat(i).getBytes(StandardCharsets.US_ASCII));
            // Two rows of record 11.
            buffer.putLong(new long[] {10, 11, 11, 15}[i]);
            ends[i] = buffer.sizeBytes();
        }
        CollectedRecords records = new CollectedRecords(buffer, 2);
        assertThat(records.count()).isEqualTo(3);
        assertThat(records.sequence(1)).isEqualTo(11);
        assertThat(records.sequence(2)).isEqualTo(15);
        assertThat(records.offset(0)).isEqualTo(HEADER_BYTES);
        assertThat(records.offset(1)).isEqualTo(ends[0]);
        assertThat(records.offset(2)).isEqualTo(ends[2]);
        assertThat(records.offset(3)).isEqualTo(ends[3]);
    }

    @Test
    void shouldCutTimesTowardsThePast() {
        assertThat(timestamp(946_684_800_000_000_999L)).isZero();
        assertThat(timestamp(946_684_799_999_999_999L)).isEqualTo(-1);
        assertThat(timestamp(-1)).isEqualTo(-946_684_800_000_001L);
    }

    @Test
    void shouldWriteNullForNaN() {
        CopyBuffer buffer = new CopyBuffer(0);
        buffer.putDouble(Double.NaN);
        assertThat(ByteBuffer.wrap(buffer.array()).getInt(HEADER_BYTES)).isEqualTo(-1);
    }

    @Test
    void shouldGrowWithoutLosingBytes() {
        CopyBuffer buffer = new CopyBuffer(0);
        int rows = 10_000;
        for (int i = 0; i < rows; i++) {
            buffer.startRow(1);
            buffer.putLong(i);
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), HEADER_BYTES, buffer.sizeBytes() - HEADER_BYTES);
        for (int i = 0; i < rows; i++) {
            assertThat(bytes.getShort()).isEqualTo((short) 1);
            assertThat(bytes.getInt()).isEqualTo(8);
            assertThat(bytes.getLong()).isEqualTo(i);
        }
    }

    @Test
    void shouldNotAllocateOnceItHasGrown() {
        CopyBuffer buffer = new CopyBuffer(1 << 20);
        byte[] text = "BTCUSDT".getBytes(StandardCharsets.US_ASCII);
        fill(buffer, text);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        threads.getThreadAllocatedBytes(thread);
        long before = threads.getThreadAllocatedBytes(thread);
        fill(buffer, text);
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(1000);
    }

    private static void fill(CopyBuffer buffer, byte[] text) {
        buffer.clear();
        for (int i = 0; i < 5000; i++) {
            buffer.startRow(7);
            buffer.putTimestamp(1_000_000_007L * i);
            buffer.putLong(i);
            buffer.putText(text);
            buffer.putNumeric(6_180_030_000_000L + i, -8);
            buffer.putDouble(i * 0.1);
            buffer.putBoolean(true);
            buffer.putShort(i);
        }
    }

    private static long timestamp(long epochNs) {
        CopyBuffer buffer = new CopyBuffer(0);
        buffer.putTimestamp(epochNs);
        return ByteBuffer.wrap(buffer.array()).getLong(HEADER_BYTES + 4);
    }
}
