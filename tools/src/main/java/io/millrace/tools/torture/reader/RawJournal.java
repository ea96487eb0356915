package io.millrace.tools.torture.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads the batches of a journal from the bytes of its cycle files, in order, up to the first place that is not good.
 *
 * <p>One reading, one thread; constant memory. The queue's table and indexes are not looked at: a journal that was cut
 * between two batches reads as a shorter one here, and it is for the caller to know how long it was.
 */
public final class RawJournal {
    private static final int SCHEMA_ID = 7117;

    /** Template ids of the schema, inputs, outputs and control. */
    private static final Set<Integer> KINDS =
            Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 32, 33, 34, 35, 36, 37, 38, 39, 64, 65, 66, 67, 68, 69);

    /**
     * What a reading found.
     *
     * @param batches good batches before the first bad place
     * @param records good records before it
     * @param lastSequence last good record; 0 without any
     * @param journalId identity of the journal; 0 without any batch
     * @param bad the first bad place; empty when the journal ends cleanly
     */
    public record Reading(long batches, long records, long lastSequence, long journalId, Optional<BadPlace> bad) {
        /** True when it ends where nothing more is written. */
        public boolean clean() {
            return bad.isEmpty();
        }
    }

    private final Consumer<RawBatch> consumer;
    private long batches;
    private long records;
    private long lastSequence;
    private long journalId;
    private BadPlace bad;

    private RawJournal(final Consumer<RawBatch> consumer) {
        this.consumer = consumer;
    }

    /**
     * Reads a journal.
     *
     * @param journal its directory
     * @param consumer given each good batch
     */
    public static Reading read(final Path journal, final Consumer<RawBatch> consumer) throws IOException {
        final RawJournal raw = new RawJournal(consumer);
        final List<Path> files = files(journal, ".cq4");
        for (int i = 0; i < files.size() && raw.bad == null; i++) {
            raw.readFile(files.get(i), i == files.size() - 1);
        }
        final List<Path> discarded = files(journal, ".discard");
        if (raw.bad == null && !discarded.isEmpty()) {
            raw.bad = new BadPlace(
                    discarded.get(0).getFileName().toString(), 0, raw.lastSequence + 1, "a file that was set aside");
        }
        return new Reading(raw.batches, raw.records, raw.lastSequence, raw.journalId, Optional.ofNullable(raw.bad));
    }

    /** All good batches of a journal, in memory. */
    public static List<RawBatch> batches(final Path journal) throws IOException {
        final List<RawBatch> batches = new ArrayList<>();
        read(journal, batches::add);
        return batches;
    }

    private void readFile(final Path path, final boolean newest) throws IOException {
        try (CycleFile file = new CycleFile(path)) {
            CycleFile.Excerpt excerpt = file.next();
            while (excerpt.kind() == CycleFile.Kind.DATA && take(file, excerpt)) {
                excerpt = file.next();
            }
            if (bad != null) {
                return;
            }
            if (excerpt.kind() == CycleFile.Kind.IMPOSSIBLE) {
                bad = place(file, excerpt.offset(), "an excerpt that reaches beyond the file");
            } else if (newest && excerpt.kind() != CycleFile.Kind.END_MARK) {
                final boolean open = excerpt.kind() == CycleFile.Kind.OPEN;
                final long behind = file.batchBehind(excerpt.offset(), open, lastSequence);
                if (behind >= 0) {
                    bad = place(file, excerpt.offset(), "reading ends here, a whole batch follows at byte " + behind);
                }
            }
        }
    }

    private boolean take(final CycleFile file, final CycleFile.Excerpt excerpt) throws IOException {
        final RawBatch batch = new RawBatch(file.name(), excerpt.offset(), file.bytes(excerpt));
        String fault = batch.fault(lastSequence + 1);
        if (fault == null && batches > 0 && batch.journalId() != journalId) {
            fault = "a batch of another journal";
        }
        if (fault == null) {
            for (final RawRecord record : batch.records()) {
                if (record.schemaId() != SCHEMA_ID || !KINDS.contains(record.templateId())) {
                    fault = "record " + record.sequence() + " is of no known kind";
                }
            }
        }
        if (fault != null) {
            bad = place(file, excerpt.offset(), fault);
            return false;
        }
        batches++;
        records += batch.recordCount();
        lastSequence = batch.lastSequence();
        journalId = batch.journalId();
        consumer.accept(batch);
        return true;
    }

    private BadPlace place(final CycleFile file, final long offset, final String why) {
        return new BadPlace(file.name(), offset, lastSequence + 1, why);
    }

    private static List<Path> files(final Path directory, final String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
