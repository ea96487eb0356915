package io.millrace.journal.retention;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalException;
import io.millrace.journal.codec.IndicatorDefinedDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.RuleDefinedDecoder;
import io.millrace.journal.cold.ColdFile;
import io.millrace.journal.cold.ColdReader;
import io.millrace.journal.cold.ColdWriter;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalTailer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * Compresses and removes closed cycles of a journal that may be written and read meanwhile.
 *
 * <p>One thread. Which cycles, its caller decides; never the newest. It may die anywhere: first the journal's extent names what the
 * journal consists of from now on, then what it does not name is deleted, by this run or by {@link #sweep} in the next one.
 */
public final class JournalRetention {
    private static final String UNFINISHED_SUFFIX = ".tmp";
    private static final Set<Integer> DEFINITIONS = Set.of(
            InstrumentDefinedDecoder.TEMPLATE_ID, IndicatorDefinedDecoder.TEMPLATE_ID, RuleDefinedDecoder.TEMPLATE_ID);

    private final Path directory;
    private final Consumer<Path> written;
    private final QueueDirectory queueDirectory;
    private final RollCycle rollCycle;

    /** Throws {@link io.millrace.journal.JournalMissingException} when there is no journal. */
    public JournalRetention(final Path directory) {
        this(directory, file -> {});
    }

    /** @param written told of each compressed file before it is read back */
    JournalRetention(final Path directory, final Consumer<Path> written) {
        this.directory = directory;
        this.written = written;
        this.queueDirectory = new QueueDirectory(directory);
        try (SingleChronicleQueue queue = queueDirectory.openReadOnly()) {
            rollCycle = queue.rollCycle();
        }
    }

    /** The closed pieces of the journal, oldest first, without a gap; the cycle that is written to is not among them. */
    public List<JournalPart> parts() {
        final JournalExtent extent = JournalExtent.read(directory);
        final List<JournalPart> parts = new ArrayList<>();
        for (final ColdFile file : extent.coldFiles()) {
            parts.add(new JournalPart(
                    file.path(),
                    true,
                    file.firstSequence(),
                    file.lastSequence(),
                    0,
                    file.endMs(),
                    directory.resolve(file.path()).toFile().length()));
        }
        addCycles(extent, parts);
        return parts;
    }

    private void addCycles(final JournalExtent extent, final List<JournalPart> parts) {
        final long oldest = extent.isWhole() ? 0 : rollCycle.toCycle(extent.cycleIndex());
        Path file = null;
        long firstSequence = 0;
        try (JournalTailer tailer = JournalTailer.open(directory);
                SingleChronicleQueue queue = queueDirectory.openReadOnly()) {
            for (final Path next : queueDirectory.files().cycleFiles()) {
                final int cycle = QueueDirectory.cycleOf(rollCycle, next);
                // A writer that died early leaves a cycle without a batch.
                if (cycle < oldest || !tailer.seekToBatch(rollCycle.toIndex(cycle, 0))) {
                    continue;
                }
                final long sequence = tailer.position().sequence() + 1;
                if (file != null) {
                    parts.add(cycle(queue, file, firstSequence, sequence - 1));
                }
                file = next;
                firstSequence = sequence;
            }
        }
    }

    private JournalPart cycle(
            final SingleChronicleQueue queue, final Path file, final long firstSequence, final long lastSequence) {
        final int cycle = QueueDirectory.cycleOf(rollCycle, file);
        return new JournalPart(
                file.getFileName().toString(),
                false,
                firstSequence,
                lastSequence,
                rollCycle.toIndex(cycle, 0),
                (cycle + 1L) * rollCycle.lengthInMillis(),
                QueueDirectory.usedBytes(queue, cycle));
    }

    /** Puts the oldest cycle file into a compressed one and removes it; gives the new piece. */
    public JournalPart compress(final JournalPart oldest) {
        final JournalExtent extent = JournalExtent.read(directory);
        if (oldest.cold() || oldest.firstSequence() != extent.cycleSequence()) {
            throw new JournalException("only the oldest cycle file of " + directory + " can be compressed, "
                    + oldest.file() + " is not it");
        }
        final String name = oldest.file() + ColdFile.SUFFIX;
        final Path cold = directory.resolve(ColdFile.DIRECTORY);
        final Path unfinished = cold.resolve(name + UNFINISHED_SUFFIX);
        try {
            Files.createDirectories(cold);
            final ColdFile file = write(oldest, unfinished, name);
            written.accept(unfinished);
            compare(oldest, unfinished, file);
            Failpoint.RETAIN_BEFORE_RENAME.pass();
            Files.move(unfinished, cold.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            JournalExtent.forceDirectory(cold);
            JournalExtent.forceDirectory(directory);
            final List<ColdFile> files = new ArrayList<>(extent.coldFiles());
            files.add(file);
            final Start next = startBehind(oldest);
            final List<byte[]> definitions = new ArrayList<>(extent.definitions());
            forEachBatch(oldest, batch -> collectDefinitions(batch, definitions));
            change(new JournalExtent(extent.firstSequence(), next.sequence(), next.index(), files, definitions));
            return new JournalPart(
                    file.path(),
                    true,
                    file.firstSequence(),
                    file.lastSequence(),
                    0,
                    file.endMs(),
                    Files.size(cold.resolve(name)));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot compress " + oldest.file() + " in " + directory + ": " + e, e);
        }
    }

    private ColdFile write(final JournalPart part, final Path file, final String name) throws IOException {
        try (ColdWriter writer = new ColdWriter(file)) {
            forEachBatch(part, batch -> {
                if (batch.firstSequence() > part.firstSequence() + (part.lastSequence() - part.firstSequence()) / 2) {
                    Failpoint.RETAIN_MID_FILE.pass();
                }
                writer.add(batch.queueIndex(), batch.buffer(), batch.sizeBytes());
            });
            return writer.finish(name, part.endMs());
        }
    }

    /** What is on disk must be, byte by byte, what the cycle file holds, before that may go. */
    private void compare(final JournalPart part, final Path copy, final ColdFile file) throws IOException {
        try (ColdReader reader = new ColdReader(copy, file)) {
            forEachBatch(part, batch -> {
                if (!reader.next()
                        || reader.queueIndex() != batch.queueIndex()
                        || reader.sizeBytes() != batch.sizeBytes()
                        || differs(reader, batch)) {
                    throw new JournalException(copy + " is not what was read from " + part.file() + " at sequence "
                            + batch.firstSequence() + ": look for a failing disk; nothing was removed");
                }
            });
            if (reader.next()) {
                throw new JournalException(copy + " holds more than " + part.file() + "; nothing was removed");
            }
        }
    }

    private static boolean differs(final ColdReader reader, final BatchView batch) {
        for (int i = 0; i < batch.sizeBytes(); i++) {
            if (reader.batch().getByte(i) != batch.buffer().getByte(i)) {
                return true;
            }
        }
        return false;
    }

    /** Removes the pieces before the one that begins with a sequence, which becomes the journal's first. */
    public void removeBefore(final long firstSequence) {
        final JournalExtent extent = JournalExtent.read(directory);
        if (firstSequence <= extent.firstSequence()) {
            return;
        }
        final List<ColdFile> files = extent.coldFiles().stream()
                .filter(file -> file.firstSequence() >= firstSequence)
                .toList();
        final List<byte[]> definitions = new ArrayList<>(extent.definitions());
        JournalPart last = null;
        boolean boundary = files.stream().anyMatch(file -> file.firstSequence() == firstSequence);
        for (final JournalPart part : parts()) {
            if (!part.cold() && part.lastSequence() < firstSequence) {
                forEachBatch(part, batch -> collectDefinitions(batch, definitions));
                last = part;
            }
            boundary |= part.lastSequence() == firstSequence - 1;
        }
        if (!boundary) {
            throw new JournalException(
                    "no piece of the journal in " + directory + " begins at sequence " + firstSequence);
        }
        if (last == null) {
            change(new JournalExtent(
                    firstSequence, extent.cycleSequence(), extent.cycleIndex(), files, extent.definitions()));
        } else {
            final Start next = startBehind(last);
            change(new JournalExtent(firstSequence, next.sequence(), next.index(), files, definitions));
        }
    }

    /** Deletes what the journal does not consist of any more: what a run left that died before it had ended. */
    public void sweep() {
        final JournalExtent extent = JournalExtent.read(directory);
        try {
            final Path cold = directory.resolve(ColdFile.DIRECTORY);
            final Set<String> named =
                    extent.coldFiles().stream().map(ColdFile::name).collect(Collectors.toSet());
            if (Files.isDirectory(cold)) {
                for (final Path file : filesOf(cold)) {
                    final String name = file.getFileName().toString();
                    if (!named.contains(name) && (name.endsWith(ColdFile.SUFFIX) || name.endsWith(UNFINISHED_SUFFIX))) {
                        delete(file);
                    }
                }
            }
            if (!extent.isWhole()) {
                sweepCycles(rollCycle.toCycle(extent.cycleIndex()));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot remove old files of " + directory + ": " + e, e);
        }
    }

    private void sweepCycles(final int oldest) throws IOException {
        for (final Path file : queueDirectory.files().cycleFiles()) {
            if (QueueDirectory.cycleOf(rollCycle, file) < oldest) {
                delete(file);
            }
        }
        JournalExtent.forceDirectory(directory);
        queueDirectory.oldestCycleIs(oldest);
    }

    private void change(final JournalExtent extent) {
        extent.write(directory);
        Failpoint.RETAIN_BEFORE_DELETE.pass();
        sweep();
    }

    /** Where the cycle behind a piece begins; that may be the one that is written to. */
    private Start startBehind(final JournalPart part) {
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            for (final Path file : queueDirectory.files().cycleFiles()) {
                final long index = rollCycle.toIndex(QueueDirectory.cycleOf(rollCycle, file), 0);
                if (index > part.firstIndex() && tailer.seekToBatch(index)) {
                    final long first = tailer.position().sequence() + 1;
                    if (first != part.lastSequence() + 1) {
                        break;
                    }
                    return new Start(first, index);
                }
            }
        }
        throw new JournalException(
                "no cycle file of " + directory + " goes on behind " + part.file() + ": run 'millrace verify'");
    }

    private record Start(long sequence, long index) {}

    private interface BatchUse {
        void use(BatchView batch) throws IOException;
    }

    /** Hands over the batches of a cycle file, each of them checked; throws when they are not all there. */
    private void forEachBatch(final JournalPart part, final BatchUse use) {
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            boolean more = tailer.seekToBatch(part.firstIndex());
            while (more && tailer.position().sequence() < part.lastSequence()) {
                more = tailer.poll(batch -> {
                    try {
                        use.use(batch);
                    } catch (final IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
            if (tailer.position().sequence() != part.lastSequence()) {
                throw new JournalDamagedException(new JournalDamage(
                        JournalDamage.Kind.SHORT_END,
                        tailer.position().sequence() + 1,
                        part.file(),
                        tailer.position().queueIndex(),
                        "the next cycle begins at sequence " + (part.lastSequence() + 1)));
            }
        }
    }

    private static void collectDefinitions(final BatchView batch, final List<byte[]> definitions) {
        batch.forEach((sequence, templateId, buffer, offset, length) -> {
            if (DEFINITIONS.contains(templateId)) {
                final byte[] record = new byte[length];
                buffer.getBytes(offset, record);
                definitions.add(record);
            }
        });
    }

    private static void delete(final Path file) throws IOException {
        Files.delete(file);
        Failpoint.RETAIN_MID_DELETE.pass();
    }

    private static List<Path> filesOf(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
