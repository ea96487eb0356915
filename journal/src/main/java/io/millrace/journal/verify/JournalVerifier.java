package io.millrace.journal.verify;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/**
 * Reads a journal from its first record, or from a given one, to its last and demands: every batch checks, sequences are gapless, every record
 * kind is known, and the last batch reached is the last that the queue knows of.
 *
 * <p>One thread, reads only. Constant memory.
 */
public final class JournalVerifier {
    private static final int PROGRESS_BATCHES = 256;

    private final Path directory;
    private final JournalPosition start;
    private final LongConsumer progress;

    private final long[] countByTemplateId = new long[96];
    private long batches;
    private long records;
    private long payloadBytes;
    private long journalId;
    private int engineId;
    private long firstEventTimeNs;
    private long lastEventTimeNs;
    private JournalDamage unknownRecord;
    private String file = "";
    private String wrongNote = "";

    /**
     * A verifier of one pass.
     *
     * @param progress told the records read so far, now and then
     */
    public JournalVerifier(final Path directory, final LongConsumer progress) {
        this(directory, JournalPosition.START, progress);
    }

    private JournalVerifier(final Path directory, final JournalPosition start, final LongConsumer progress) {
        this.directory = directory;
        this.start = start;
        this.progress = progress;
    }

    /** Checks the journal of a directory. */
    public static JournalSummary verify(final Path directory) {
        return new JournalVerifier(directory, read -> {}).verify();
    }

    /**
     * Checks the journal from the batch that holds the first record after a position to its end; what lies before is not
     * looked at, and counts in nothing.
     */
    public static JournalSummary verifyAfter(final Path directory, final JournalPosition start) {
        return new JournalVerifier(directory, start, read -> {}).verify();
    }

    /** Reads everything and says what was found; throws only when there is no journal that can be opened. */
    @SuppressWarnings("ThreadPriorityCheck") // The call into the system is wanted, not what it does.
    public JournalSummary verify() {
        JournalSummary found = null;
        try {
            found = verifyOnce();
            // A call into the system, at whose end the fault of a mapped page that is gone is thrown at the latest.
            Thread.yield();
            return found;
        } catch (final InternalError late) {
            return found != null && !found.good()
                    ? found
                    : new JournalVerifier(directory, start, progress).verifyOnce();
        }
    }

    private JournalSummary verifyOnce() {
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            Optional<JournalDamage> damage;
            try {
                damage = readFromStart(tailer);
            } catch (final InternalError e) {
                // It is thrown some instructions late, wherever that is.
                damage = Optional.of(new JournalDamage(
                        JournalDamage.Kind.STRUCTURE,
                        tailer.position().sequence() + 1,
                        tailer.newestFileName(),
                        tailer.position().queueIndex(),
                        "the queue cannot read on: " + e));
            }
            progress.accept(records);
            return new JournalSummary(
                    batches,
                    records,
                    payloadBytes,
                    counts(),
                    journalId,
                    engineId,
                    firstEventTimeNs,
                    lastEventTimeNs,
                    tailer.extent().firstSequence(),
                    tailer.position(),
                    damage);
        }
    }

    private Optional<JournalDamage> readFromStart(final JournalTailer tailer) {
        final EndCheck files = new EndCheck(new QueueDirectory(directory).files(), tailer);
        final Optional<JournalDamage> cut = files.cut();
        if (cut.isPresent()) {
            return cut;
        }
        try {
            if (start.sequence() > 0) {
                tailer.seek(start);
            }
            return read(tailer);
        } catch (final JournalDamagedException e) {
            return Optional.of(e.damage());
        }
    }

    /** Reads until the queue, asked anew, knows of nothing more: a live journal grows meanwhile. */
    private Optional<JournalDamage> read(final JournalTailer tailer) {
        final BatchHandler handler = batch -> {
            lookAtNote(tailer, batch.file());
            onBatch(batch);
        };
        while (true) {
            while (unknownRecord == null && tailer.poll(handler)) {
                if (batches % PROGRESS_BATCHES == 0) {
                    progress.accept(records);
                }
            }
            if (unknownRecord != null) {
                return Optional.of(unknownRecord);
            }
            if (!tailer.knowsOfMore()) {
                return new EndCheck(new QueueDirectory(directory).files(), tailer)
                        .check()
                        .or(() -> wrongNote(tailer));
            }
            boolean polled = tailer.poll(handler);
            if (!polled) {
                polled = tailer.poll(handler);
            }
            if (!polled) {
                return Optional.of(new JournalDamage(
                        JournalDamage.Kind.SHORT_END,
                        tailer.position().sequence() + 1,
                        tailer.newestFileName(),
                        tailer.position().queueIndex(),
                        "reading ends here, the queue itself knows of more"));
            }
        }
    }

    /** At the first batch of a cycle file: does the one before note its last batch? Every record is read all the same. */
    private void lookAtNote(final JournalTailer tailer, final String next) {
        if (!next.equals(file)) {
            if (!file.isEmpty() && wrongNote.isEmpty() && tailer.notesAWrongPosition(true)) {
                wrongNote = file;
            }
            file = next;
        }
    }

    private Optional<JournalDamage> wrongNote(final JournalTailer tailer) {
        if (wrongNote.isEmpty() && !file.isEmpty() && tailer.notesAWrongPosition(false)) {
            wrongNote = file;
        }
        return wrongNote.isEmpty()
                ? Optional.empty()
                : Optional.of(new JournalDamage(
                        JournalDamage.Kind.STRUCTURE,
                        tailer.position().sequence() + 1,
                        wrongNote,
                        tailer.position().queueIndex(),
                        "every record is good, but the file notes its last batch where none begins, and a writer would"
                                + " write there"));
    }

    private void onBatch(final BatchView batch) {
        batches++;
        payloadBytes += batch.sizeBytes();
        journalId = batch.journalId();
        engineId = batch.engineId();
        batch.forEach((sequence, templateId, buffer, offset, length) -> {
            if (RecordKind.of(templateId) == null) {
                if (unknownRecord == null) {
                    unknownRecord = new JournalDamage(
                            JournalDamage.Kind.STRUCTURE,
                            sequence,
                            batch.file(),
                            batch.queueIndex(),
                            "record kind " + templateId + " is not known to this version");
                }
                return;
            }
            records++;
            countByTemplateId[templateId]++;
            noteEventTime(buffer, offset);
        });
    }

    private void noteEventTime(final DirectBuffer buffer, final int offset) {
        if (Records.categoryOf(buffer, offset) != RecordKind.Category.INPUT) {
            return;
        }
        final long eventTimeNs = Records.eventTimeNs(buffer, offset);
        if (eventTimeNs != 0) {
            firstEventTimeNs = firstEventTimeNs == 0 ? eventTimeNs : Math.min(firstEventTimeNs, eventTimeNs);
            lastEventTimeNs = Math.max(lastEventTimeNs, eventTimeNs);
        }
    }

    private Map<RecordKind, Long> counts() {
        final Map<RecordKind, Long> counts = new EnumMap<>(RecordKind.class);
        for (final RecordKind kind : RecordKind.values()) {
            if (countByTemplateId[kind.templateId()] > 0) {
                counts.put(kind, countByTemplateId[kind.templateId()]);
            }
        }
        return counts;
    }
}
