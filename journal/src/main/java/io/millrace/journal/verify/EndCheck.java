package io.millrace.journal.verify;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.queue.QueueFiles;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Compares the cycle files on disk with those that the queue told the reader of.
 *
 * <p>The queue believes its own table: a newest file that is lost, or one that the table does not name, is passed over
 * without a word. Reads only.
 */
final class EndCheck {
    private final QueueFiles files;
    private final JournalTailer tailer;

    EndCheck(final QueueFiles files, final JournalTailer tailer) {
        this.files = files;
        this.tailer = tailer;
    }

    /** A file that was cut to less than a header: looked for first, because the queue passes over it where assertions are off. */
    Optional<JournalDamage> cut() {
        return files.cutFile().flatMap(file -> damage(name(file), "this file was cut to less than its header"));
    }

    /** The first thing that is wrong. */
    Optional<JournalDamage> check() {
        final List<Path> discarded = files.discardedFiles();
        if (!discarded.isEmpty()) {
            return damage(name(discarded.get(0)), "the queue has set this file aside as unusable");
        }
        // The order matters on a live journal: a file is made first, then named in the table, then written to.
        final String named = tailer.newestFileName();
        final List<Path> onDisk = files.cycleFiles();
        if (!named.isEmpty() && (onDisk.isEmpty() || named.compareTo(name(onDisk.get(onDisk.size() - 1))) > 0)) {
            return damage(named, "the queue's newest file is missing");
        }
        for (final Path file : onDisk) {
            if (name(file).compareTo(named) > 0
                    && QueueFiles.holdsBatch(file)
                    && name(file).compareTo(tailer.newestFileName()) > 0) {
                return damage(name(file), "this file holds batches and the queue does not know it");
            }
        }
        return tailer.position().sequence() == 0 ? passedOver(onDisk) : Optional.empty();
    }

    /** A table that has lost where the oldest cycle is shows an empty journal, whatever lies in its files. */
    private Optional<JournalDamage> passedOver(final List<Path> onDisk) {
        for (final Path file : onDisk) {
            // In this order: on a live journal the first batch may have come just now, and then the queue knows of it.
            if (QueueFiles.holdsCompleteBatch(file) && !tailer.knowsOfMore()) {
                return damage(name(file), "this file holds batches and the queue gives none of them");
            }
        }
        return Optional.empty();
    }

    private Optional<JournalDamage> damage(final String file, final String detail) {
        return Optional.of(new JournalDamage(
                JournalDamage.Kind.SHORT_END,
                tailer.position().sequence() + 1,
                file,
                tailer.position().queueIndex(),
                detail));
    }

    private static String name(final Path file) {
        return file.getFileName().toString();
    }
}
