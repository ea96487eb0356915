package io.millrace.journal.generation;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalException;
import io.millrace.journal.cold.ColdFile;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
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
            directory.makeTable();
        }
    }

    /**
     * Tries with a copy whether a writer could use the table of a journal.
     *
     * @param scratch a directory that is not there yet
     */
    public static Optional<JournalDamage> tableDamage(final Path journal, final Path scratch) {
        final Path table = new QueueDirectory(journal).files().metadataFile();
        try {
            Files.createDirectories(scratch);
            Files.copy(table, scratch.resolve(table.getFileName()));
        } catch (final IOException e) {
            throw new JournalException("cannot copy " + table + " to " + scratch + ": " + e, e);
        }
        return new QueueDirectory(scratch)
                .tableFault()
                .map(fault -> new JournalDamage(
                        JournalDamage.Kind.HEADER, 1, table.getFileName().toString(), 0, fault));
    }

    private static void link(final Path journal, final Path links) throws IOException {
        Files.createDirectories(links);
        for (final Path file : new QueueDirectory(journal).files().cycleFiles()) {
            linkFile(links.resolve(file.getFileName()), file);
        }
        final Path extent = journal.resolve(JournalExtent.FILE_NAME);
        if (Files.exists(extent)) {
            linkFile(links.resolve(JournalExtent.FILE_NAME), extent);
        }
        final Path cold = journal.resolve(ColdFile.DIRECTORY);
        if (Files.isDirectory(cold)) {
            Files.createDirectories(links.resolve(ColdFile.DIRECTORY));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(cold)) {
                for (final Path file : files) {
                    linkFile(links.resolve(ColdFile.DIRECTORY).resolve(file.getFileName()), file);
                }
            }
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
