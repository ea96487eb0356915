package io.millrace.journal.verify;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/**
 * Reads a journal from its first record to its last and demands: every batch checks, sequences are gapless, every record
 * kind is known, and the last batch reached is the last that the queue knows of.
 *
 * <p>One thread, reads only. Constant memory.
 */
public final class JournalVerifier {
    private static final int PROGRESS_BATCHES = 256;

    private final Path directory;
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

    /**
     * A verifier of one pass.
     *
     * @param progress told the records read so far, now and then
     */
    public JournalVerifier(final Path directory, final LongConsumer progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /** Checks the journal of a directory. */
    public static JournalSummary verify(final Path directory) {
        return new JournalVerifier(directory, read -> {}).verify();
    }

    /** Reads everything and says what was found; throws only when there is no journal at all. */
    public JournalSummary verify() {
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            Optional<JournalDamage> damage = Optional.empty();
            try {
                while (unknownRecord == null && tailer.poll(this::onBatch)) {
                    if (batches % PROGRESS_BATCHES == 0) {
                        progress.accept(records);
                    }
                }
                damage = Optional.ofNullable(unknownRecord).or(() -> checkEnd(tailer));
            } catch (final JournalDamagedException e) {
                damage = Optional.of(e.damage());
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
                    tailer.position(),
                    damage);
        }
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
                            "sequence " + sequence,
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

    private Optional<JournalDamage> checkEnd(final JournalTailer tailer) {
        final List<Path> discarded = new QueueDirectory(directory).discardedFiles();
        if (!discarded.isEmpty()) {
            return Optional.of(new JournalDamage(
                    JournalDamage.Kind.SHORT_END,
                    tailer.position().sequence() + 1,
                    discarded.get(0).getFileName().toString(),
                    tailer.position().queueIndex(),
                    "the queue has set this file aside as unusable"));
        }
        final long lastIndex = tailer.lastIndex();
        final long reached = tailer.position().queueIndex();
        if (lastIndex > reached && !tailer.poll(this::onBatch)) {
            return Optional.of(new JournalDamage(
                    JournalDamage.Kind.SHORT_END,
                    tailer.position().sequence() + 1,
                    directory.getFileName().toString(),
                    reached,
                    "reading ends here, the queue's own index says 0x" + Long.toHexString(lastIndex)));
        }
        return Optional.empty();
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
