package io.millrace.benchmarks.trouble;

import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a journal from its start, every record of every batch, and goes on with what is appended; naps of a millisecond when there is
 * nothing. Argument: the journal. Writes one line when it has read the first batch; ends when it is killed.
 */
public final class ReaderProcess {
    private ReaderProcess() {}

    /** Reads. */
    public static void main(final String[] arguments) {
        final long[] records = new long[1];
        final BatchHandler handler =
                batch -> batch.forEach((sequence, templateId, buffer, offset, length) -> records[0]++);
        try (JournalTailer tailer = JournalTailer.open(Path.of(arguments[0]))) {
            boolean told = false;
            while (!Thread.currentThread().isInterrupted()) {
                if (!tailer.poll(handler)) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                } else if (!told) {
                    System.out.println(records[0]);
                    System.out.flush();
                    told = true;
                }
            }
        }
    }
}
