package io.millrace.engine.recovery;

import io.millrace.journal.retention.JournalPart;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What retention does, or has done.
 *
 * @param firstSequence the first record of the journal afterwards
 * @param removed pieces that go
 * @param compressed cycles that become compressed files; when it is done, these files
 * @param kept pieces that stay as they are
 * @param newAnchor snapshot that is kept so that replays can start there
 * @param reasons why not more, one line each
 */
public record RetentionPlan(
        long firstSequence,
        List<JournalPart> removed,
        List<JournalPart> compressed,
        List<JournalPart> kept,
        Optional<Path> newAnchor,
        List<String> reasons) {

    /**
     * How far the journal is archived.
     *
     * @param demanded false when records may go that no archive has
     * @param sequence the last archived record
     */
    public record Archive(boolean demanded, long sequence) {
        /** Records may go that no archive has. */
        public static final Archive NOT_DEMANDED = new Archive(false, 0);
    }

    static RetentionPlan nothing(final List<JournalPart> parts, final List<String> reasons) {
        return new RetentionPlan(
                parts.isEmpty() ? 1 : parts.get(0).firstSequence(),
                List.of(),
                List.of(),
                parts,
                Optional.empty(),
                List.copyOf(reasons));
    }

    static RetentionPlan of(
            final List<JournalPart> parts,
            final long firstSequence,
            final List<JournalPart> compressed,
            final List<String> reasons) {
        final List<JournalPart> removed = parts.stream()
                .filter(part -> part.lastSequence() < firstSequence)
                .toList();
        final List<JournalPart> kept = parts.stream()
                .filter(part -> part.lastSequence() >= firstSequence && !compressed.contains(part))
                .toList();
        return new RetentionPlan(
                firstSequence, removed, List.copyOf(compressed), kept, Optional.empty(), List.copyOf(reasons));
    }

    RetentionPlan withAnchor(final Path snapshot) {
        return new RetentionPlan(firstSequence, removed, compressed, kept, Optional.ofNullable(snapshot), reasons);
    }

    RetentionPlan with(final List<JournalPart> done) {
        return new RetentionPlan(firstSequence, removed, List.copyOf(done), kept, newAnchor, reasons);
    }
}
