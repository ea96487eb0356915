package io.millrace.tools.torture.twin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What a power cut does to a journal that was never forced: zeros from somewhere in its last batches to its end. One thread. */
final class TornTail {
    private static final int BATCH_MARK = 0x43524C4D;
    private static final int FIRST_SEQUENCE_OFFSET = 16;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MOST_BATCHES = 4;

    private TornTail() {}

    /**
     * Tears the newest cycle file within one of its last batches, of which one must stay.
     *
     * @return first sequence of the batch that was torn; 0 when there are not enough batches
     */
    static long tear(Path journal, SplittableRandom random) throws IOException {
        Optional<Path> newest;
        try (Stream<Path> files = Files.list(journal)) {
            newest = files.filter(file -> file.toString().endsWith(".cq4")).max(Path::compareTo);
        }
        if (newest.isEmpty()) {
            // The very first append was the crash.
            return 0;
        }
        try (FileChannel file = FileChannel.open(newest.get(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            List<Long> batches = new ArrayList<>();
            long end = marks(file, batches);
            int torn = 1 + random.nextInt(MOST_BATCHES);
            if (batches.size() <= torn) {
                return 0;
            }
            long batch = batches.get(batches.size() - torn);
            long sequence = longAt(file, batch + FIRST_SEQUENCE_OFFSET);
            // From the word before the batch that holds its length, or from within the batch.
            long from = batch + (random.nextBoolean() ? -Integer.BYTES : 24 + random.nextInt(40));
            ByteBuffer zeros = ByteBuffer.allocate((int) (end - from));
            while (zeros.hasRemaining()) {
                file.write(zeros, from + zeros.position());
            }
            return sequence;
        }
    }

    /** Finds the places where batches begin; gives the end of what was read, behind the last of them. */
    private static long marks(FileChannel file, List<Long> batches) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long at = 0;
        boolean more = true;
        while (more) {
            chunk.clear();
            int read = file.read(chunk, at);
            int before = batches.size();
            for (int i = 0; i + Integer.BYTES <= read; i += Integer.BYTES) {
                if (chunk.getInt(i) == BATCH_MARK) {
                    batches.add(at + i);
                }
            }
            at += Math.max(0, read);
            // The file is sparse and large: behind a stretch without batches there is nothing.
            more = read == CHUNK_BYTES && (batches.isEmpty() || batches.size() > before);
        }
        return at;
    }

    private static long longAt(FileChannel file, long position) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(bytes, position);
        return bytes.getLong(0);
    }
}
