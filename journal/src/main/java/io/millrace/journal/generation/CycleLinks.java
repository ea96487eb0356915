package io.millrace.journal.generation;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalException;
import io.millrace.journal.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A second directory with the cycle files of a journal and a table made anew from their names, so that a damaged table costs no
 * record. The files are linked, not copied, where the file system can; nobody writes to them.
 */
public final class CycleLinks {
    private CycleLinks() {}

    /**
     * Makes the directory.
     *
     * @param links a directory that is not there yet
     */
    public static void make(final Path journal, final Path links) {
        final QueueDirectory directory = new QueueDirectory(links);
        try {
            link(journal, links);
        } catch (final IOException e) {
            throw new JournalException("cannot link the cycle files of " + journal + " in " + links + ": " + e, e);
        }
        if (!directory.files().cycleFiles().isEmpty()) {
            directory.openTable();
        }
    }

    /**
     * Tries with a copy whether a writer could open the table of a journal.
     *
     * @param links a directory that is not there yet
     */
    public static Optional<JournalDamage> tableDamage(final Path journal, final Path links) {
        final Path table = new QueueDirectory(journal).files().metadataFile();
        try {
            link(journal, links);
            Files.copy(table, links.resolve(table.getFileName()));
            new QueueDirectory(links).openTable();
            return Optional.empty();
        } catch (final JournalDamagedException e) {
            return Optional.of(e.damage());
        } catch (final IOException e) {
            throw new JournalException("cannot copy " + table + " to " + links + ": " + e, e);
        }
    }

    private static void link(final Path journal, final Path links) throws IOException {
        Files.createDirectories(links);
        for (final Path file : new QueueDirectory(journal).files().cycleFiles()) {
            linkFile(links.resolve(file.getFileName()), file);
        }
    }

    private static void linkFile(final Path link, final Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (final UnsupportedOperationException e) {
            Files.copy(file, link);
        }
    }
}
