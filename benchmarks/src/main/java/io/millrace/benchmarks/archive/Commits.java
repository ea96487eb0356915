package io.millrace.benchmarks.archive;

import io.millrace.archiver.run.ArchiveProgress;
import io.millrace.benchmarks.archive.Work.Reading;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/** When an archiver committed what. The archiver's thread. */
final class Commits implements ArchiveProgress {
    private final NanoClock clock = Clocks.monotonic();
    private final ArchiveServer server;
    private final List<Commit> all = new ArrayList<>();
    private Reading first;
    private Reading last;

    /** One commit: the position, the rows of the run so far, and when. */
    record Commit(long sequence, long rows, long atNs) {}

    Commits(final ArchiveServer server) {
        this.server = server;
    }

    @Override
    public void committed(final long records, final long rows, final JournalPosition position, final long lagRecords) {
        final long nowNs = clock.nanoTime();
        all.add(new Commit(position.sequence(), rows, nowNs));
        // Each time: what a process has used can be asked only while it is there.
        last = reading(rows, nowNs);
        if (first == null) {
            first = last;
        }
    }

    /** From the first commit to the last. */
    Work work() {
        return last.since(first);
    }

    List<Commit> all() {
        return all;
    }

    List<Long> lastSequences() {
        return all.stream().map(Commit::sequence).toList();
    }

    private Reading reading(final long rows, final long nowNs) {
        try {
            return Reading.take(server, rows, nowNs);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
