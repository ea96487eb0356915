package io.millrace.tools.doctor;

import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalMissingException;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The engine's lock and the journal of the data directory; reads only. Any thread. */
final class JournalChecks {
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final Path dataDirectory;

    JournalChecks(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    List<Finding> examine() {
        return List.of(lock(), journal());
    }

    private Finding lock() {
        Optional<String> holder = LockHolder.of(dataDirectory.resolve("engine.lock"));
        if (holder.isPresent()) {
            return Finding.ok("engine", "running: " + holder.get());
        }
        return Finding.ok("engine", "not running");
    }

    private Finding journal() {
        Path journal = dataDirectory.resolve("journal");
        if (!Files.isDirectory(journal)) {
            return Finding.ok("journal", "none yet");
        }
        try (JournalTailer tailer = JournalTailer.open(journal)) {
            boolean any = tailer.poll(batch -> {});
            String detail = any ? "opens and its first batch is good" : "opens and is empty";
            Optional<Instant> future = writtenInTheFuture(journal);
            if (future.isPresent()) {
                return Finding.warning(
                        "journal",
                        detail + "; its newest file is from " + future.get() + ", after this machine's clock",
                        "set the clock right: the journal's files roll by it");
            }
            return Finding.ok("journal", detail + " (all of it: millrace verify)");
        } catch (JournalMissingException missing) {
            return Finding.ok("journal", "none yet");
        } catch (JournalDamagedException damaged) {
            return Finding.problem(
                    "journal",
                    damaged.getMessage(),
                    "keep the directory as it is, look with millrace verify, and start again with a new --data directory");
        } catch (RuntimeException unreadable) {
            return Finding.problem(
                    "journal", "cannot be opened: " + unreadable.getMessage(), "check the rights on " + journal);
        }
    }

    private static Optional<Instant> writtenInTheFuture(Path journal) {
        Instant limit = Instant.EPOCH.plusNanos(Clocks.epoch().nanoTime()).plus(CLOCK_TOLERANCE);
        try (Stream<Path> files = Files.list(journal)) {
            Instant newest = Instant.EPOCH;
            for (Path file : (Iterable<Path>) files::iterator) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.toInstant().isAfter(newest) ? time.toInstant() : newest;
            }
            return newest.isAfter(limit) ? Optional.of(newest) : Optional.empty();
        } catch (IOException changing) {
            return Optional.empty();
        }
    }
}
