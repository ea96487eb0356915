package io.millrace.tools.torture.offline;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.tail.BatchView;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.reader.RawBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Batches with something wrong in them, given to the product's check and to a check of our own, which must agree. Half of them
 * get a checksum that holds again, so that what lies behind it is met too. One thread.
 */
final class FrameFuzz {
    private static final int MOST_CHANGES = 4;
    private static final int LENGTH_FIELDS_AT = 8;

    private final List<RawBatch> batches;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(1 << 18);
    private final UnsafeBuffer buffer = new UnsafeBuffer(memory);
    private final BatchView view = new BatchView();

    FrameFuzz(final List<RawBatch> batches) {
        this.batches = batches;
    }

    /** Tries one batch. */
    void once(final Round round) {
        final SplittableRandom random = round.random();
        final RawBatch good = batches.get(random.nextInt(batches.size()));
        final byte[] bytes = change(good.bytes(), random);
        final boolean sealed = random.nextBoolean() && bytes.length > RawBatch.HEADER_BYTES;
        if (sealed) {
            final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (random.nextBoolean()) {
                header.putInt(12, bytes.length - RawBatch.HEADER_BYTES);
            }
            header.putInt(RawBatch.CRC_AT, RawBatch.crc(bytes));
        }
        round.count(Figure.CORRUPTIONS_INJECTED, 1);
        memory.clear();
        buffer.putBytes(0, bytes);
        final JournalDamage found = view.check(buffer, 0, bytes.length, good.firstSequence());
        final String expected = new RawBatch("", 0, bytes).fault(good.firstSequence());
        Invariant.I2.require(
                (found == null) == (expected == null),
                "a batch of " + bytes.length + " bytes made of sequence " + good.firstSequence() + " (seed "
                        + round.seed() + "): the product says " + found + ", the bytes are " + expected);
        final boolean same = Arrays.equals(bytes, good.bytes());
        Invariant.I2.require(
                sealed || same || found != null, "a changed batch passed its checksum, seed " + round.seed());
        round.count(found == null ? Figure.CORRUPTIONS_HARMLESS : Figure.CORRUPTIONS_DETECTED, 1);
    }

    private static byte[] change(final byte[] good, final SplittableRandom random) {
        byte[] bytes = good.clone();
        for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0 && bytes.length > 0; left--) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
                case 4 -> {
                    // Lengths and counts, where a wrong one does most harm.
                    final int field = Math.min(LENGTH_FIELDS_AT + 4 * random.nextInt(2), bytes.length - 1);
                    bytes[field] = (byte) random.nextInt();
                }
                default -> {
                    final int from = random.nextInt(bytes.length);
                    final int length = Math.min(1 + random.nextInt(32), bytes.length - Math.max(at, from));
                    System.arraycopy(
                            good,
                            Math.min(from, good.length - 1),
                            bytes,
                            at,
                            Math.max(0, Math.min(length, good.length - from)));
                }
            }
        }
        return bytes;
    }
}
