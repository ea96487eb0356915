package io.millrace.journal.generation;

import io.millrace.journal.JournalException;
import io.millrace.journal.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
            Files.createDirectories(links);
            for (final Path file : new QueueDirectory(journal).files().cycleFiles()) {
                link(links.resolve(file.getFileName()), file);
            }
        } catch (final IOException e) {
            throw new JournalException("cannot link the cycle files of " + journal + " in " + links + ": " + e, e);
        }
        if (!directory.files().cycleFiles().isEmpty()) {
            directory.makeTable();
        }
    }

    private static void link(final Path link, final Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (final UnsupportedOperationException e) {
            Files.copy(file, link);
        }
    }
}
