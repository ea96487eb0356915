package io.millrace.archiver.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.run.ArchiveProgress;
import io.millrace.archiver.run.ArchiveReport;
import io.millrace.archiver.run.ArchiveStatus;
import io.millrace.archiver.run.Archiver;
import io.millrace.archiver.run.ArchiverConfig;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import io.millrace.journal.tail.JournalPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** An archiver that follows a journal which an engine keeps writing, both on threads of their own. */
public final class Following implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Path directory;
    private final SampleJournal journal;
    private final AtomicBoolean stopArchiver = new AtomicBoolean();
    private final AtomicBoolean stopEngine = new AtomicBoolean();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final List<Long> pausesMs = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ArchiveReport> archiver;
    private final Thread engine;
    private volatile long position;
    private volatile ArchiveStatus status;

    public Following(Path directory, long seed, DatabaseTarget database, ArchiverConfig config) {
        this.directory = directory;
        this.journal = new SampleJournal(directory, 3, 42, seed);
        journal.start();
        archiver = CompletableFuture.supplyAsync(() -> {
            try (Archiver opened = Archiver.open(directory, database, config)) {
                return opened.runUntil(stopArchiver::get, new Listener());
            }
        });
        engine = new Thread(this::write, "engine");
        engine.start();
    }

    private final class Listener implements ArchiveProgress {
        @Override
        public void committed(long records, long rows, JournalPosition reached, long lagRecords) {
            position = reached.sequence();
        }

        @Override
        public void waiting(String reason, long pauseMs, long lagRecords) {
            reasons.add(reason);
            pausesMs.add(pauseMs);
        }

        @Override
        public void status(ArchiveStatus told) {
            status = told;
        }
    }

    private void write() {
        while (!stopEngine.get()) {
            journal.market(40);
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    public long position() {
        return position;
    }

    /** The last status told; null before the first. */
    public ArchiveStatus status() {
        return status;
    }

    /** Why the archiver has paused, each pause. */
    public List<String> reasons() {
        return reasons;
    }

    /** How long it has paused each time. */
    public List<Long> pausesMs() {
        return pausesMs;
    }

    /** Waits until the archiver has paused so many times more, for a reason that contains a text. */
    public void awaitPauses(int more, String text) throws InterruptedException {
        int before = reasons.size();
        await(
                () -> reasons.stream()
                                .skip(before)
                                .filter(each -> each.contains(text))
                                .count()
                        >= more,
                more + " pauses for " + text + ", but: " + reasons);
    }

    /** Waits until more records are archived than now. */
    public void awaitProgress() throws InterruptedException {
        long before = position;
        await(() -> position > before, "progress after " + before + "; pauses: " + reasons);
    }

    public void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(archiver.isDone())
                    .as("archiver ended while waiting for " + what)
                    .isFalse();
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** Stops the engine, lets the archiver catch up, and compares everything. */
    public ArchiveReport finish(DatabaseTarget database) throws Exception {
        stopEngine.set(true);
        engine.join();
        journal.stop();
        long last = journal.lastSequence();
        await(() -> position == last, "the end at " + last + "; position " + position + ", pauses: " + reasons);
        stopArchiver.set(true);
        ArchiveReport report = archiver.get(20, TimeUnit.SECONDS);
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.identical()).isTrue();
        assertThat(check.checked()).isEqualTo(last);
        assertThat(report.records()).as("records counted").isEqualTo(last);
        assertThat(report.rowsByTable().get("ticks"))
                .as("ticks counted")
                .isEqualTo(PostgresServer.count(database, "ticks"));
        return report;
    }

    @Override
    public void close() {
        stopEngine.set(true);
        stopArchiver.set(true);
        // What the archiver ended with is the test's to ask for; here it must only be over.
        archiver.handle((report, failure) -> report).join();
        while (engine.isAlive()) {
            Thread.onSpinWait();
        }
        journal.close();
    }
}
