package io.millrace.engine.recovery;

import com.typesafe.config.Config;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalMissingException;
import io.millrace.journal.cold.ColdFile;
import io.millrace.journal.generation.CycleLinks;
import io.millrace.journal.generation.JournalPrefix;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Goes on with the good prefix of a damaged journal as a new generation. The damaged one is renamed and never written to again.
 *
 * <p>One thread; holds the engine's lock meanwhile. It may die anywhere: until the copy is whole and checked the damaged journal
 * keeps its name, and between the two renames the boot refuses and a second call ends what the first began. The batches are copied
 * as they are, with the journal's id, so archive and snapshots of the prefix stay those of the journal.
 */
public final class Generations {
    private static final String DAMAGED = "journal.damaged-";
    private static final String LINKS = "journal.links";

    /**
     * What was done.
     *
     * @param number journals that were given up so far
     * @param damage the first thing that was wrong with the last of them, in words
     * @param firstBadSequence the first record of it that cannot be trusted
     * @param lastGoodSequence the last record that goes on; 0 when none does
     * @param kept where the damaged journal is
     */
    public record Generation(int number, String damage, long firstBadSequence, long lastGoodSequence, Path kept) {}

    private final DataDirectory directory;

    public Generations(final DataDirectory directory) {
        this.directory = directory;
    }

    /** Begins a new generation; throws {@link RecoveryException} when there is no reason to. */
    @SuppressWarnings("try")
    public Generation begin() {
        try (EngineLock lock = EngineLock.acquire(directory.root());
                EngineLock cycles = Retention.lock(directory)) {
            final Path next = directory.nextJournal();
            if (Files.isDirectory(directory.journal())) {
                final int number = damagedJournals() + 1;
                final Path links = directory.root().resolve(LINKS);
                delete(links);
                final JournalDamage damage = reason(links);
                delete(links);
                CycleLinks.make(directory.journal(), links);
                final long lastGood = copyPrefix(links, next);
                delete(links);
                writeReport(number, damage, lastGood);
                rename(directory.journal(), directory.root().resolve(DAMAGED + number));
            } else if (!Files.isDirectory(next)) {
                throw new RecoveryException("there is no journal in " + directory.root());
            }
            final Generation generation = readReport(damagedJournals());
            CleanMarker.remove(directory.state());
            if (generation.lastGoodSequence() == 0) {
                // With records left the boot sets aside what reaches beyond them; without any it would refuse to start.
                new SnapshotDirectory(directory.snapshots()).newestFirst().forEach(SnapshotDirectory::setAside);
            }
            rename(next, directory.journal());
            return generation;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot begin a new generation in " + directory.root() + ": " + e, e);
        }
    }

    private JournalDamage reason(final Path links) throws IOException {
        final JournalSummary journal;
        try {
            journal = JournalVerifier.verify(directory.journal());
        } catch (final JournalDamagedException e) {
            return e.damage();
        }
        final Optional<JournalDamage> found =
                journal.good() ? CycleLinks.tableDamage(directory.journal(), links) : journal.damage();
        if (found.isEmpty()) {
            delete(links);
        }
        final JournalDamage damage =
                found.orElseThrow(() -> new RecoveryException("the journal in " + directory.journal()
                        + " is whole up to sequence " + journal.end().sequence()
                        + ": there is no reason for a new generation"));
        if (damage.kind() == JournalDamage.Kind.VERSION) {
            throw new RecoveryException(damage.describe());
        }
        if (damage.file().startsWith(ColdFile.DIRECTORY)) {
            throw new RecoveryException(damage.describe() + ", and a new generation would give up all that follows it");
        }
        return damage;
    }

    /** Copies what reads well of the cycle files, whatever the table says; gives the last sequence of it. */
    private long copyPrefix(final Path links, final Path next) throws IOException {
        delete(next);
        final Optional<JournalSummary> readable = read(links);
        final long end = readable.map(summary -> summary.end().sequence()).orElse(0L);
        if (end == 0) {
            Files.createDirectories(next);
            return 0;
        }
        final JournalSummary journal = readable.orElseThrow();
        JournalPrefix.copy(links, end, next);
        final JournalSummary copy = JournalVerifier.verify(next);
        if (!copy.good() || copy.end().sequence() != end || copy.records() != journal.records()) {
            throw new RecoveryException("the copy in " + next + " is not what was read from " + directory.journal()
                    + ": look for a failing disk; nothing else was changed");
        }
        return end;
    }

    /** What can be read; empty when not even the first file can be opened. */
    private static Optional<JournalSummary> read(final Path links) {
        try {
            return Optional.of(JournalVerifier.verify(links));
        } catch (final JournalDamagedException | JournalMissingException e) {
            return Optional.empty();
        }
    }

    private int damagedJournals() throws IOException {
        try (Stream<Path> files = Files.list(directory.root())) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith(DAMAGED))
                    .count();
        }
    }

    private void writeReport(final int number, final JournalDamage damage, final long lastGoodSequence) {
        JsonFile.write(
                reportFile(number),
                Map.of(
                        "number",
                        number,
                        "damage",
                        damage.kind() + " at sequence " + damage.sequence() + " in " + damage.file() + ": "
                                + damage.detail(),
                        "firstBadSequence",
                        damage.sequence(),
                        "lastGoodSequence",
                        lastGoodSequence));
    }

    private Generation readReport(final int number) {
        final Config report = JsonFile.read(reportFile(number))
                .orElseThrow(() -> new RecoveryException("the report " + reportFile(number) + " is missing: rename "
                        + directory.nextJournal() + " to journal to go on with the copy"));
        return new Generation(
                report.getInt("number"),
                report.getString("damage"),
                report.getLong("firstBadSequence"),
                report.getLong("lastGoodSequence"),
                directory.root().resolve(DAMAGED + number));
    }

    private Path reportFile(final int number) {
        return directory.root().resolve("generation-" + number + ".json");
    }

    private void rename(final Path from, final Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory.root(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(final Path tree) throws IOException {
        if (!Files.isDirectory(tree)) {
            return;
        }
        final List<Path> files;
        try (Stream<Path> all = Files.walk(tree)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files) {
            Files.delete(file);
        }
    }
}
