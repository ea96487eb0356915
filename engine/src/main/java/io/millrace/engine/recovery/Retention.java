package io.millrace.engine.recovery;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.RetentionConfig;
import io.millrace.engine.recovery.BootPlan.PassedOver;
import io.millrace.engine.recovery.BootPlan.UsableSnapshot;
import io.millrace.engine.recovery.RetentionPlan.Archive;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.snapshot.SnapshotException;
import io.millrace.engine.snapshot.SnapshotManifest;
import io.millrace.journal.retention.JournalPart;
import io.millrace.journal.retention.JournalRetention;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Decides which closed cycles of a journal are compressed or removed, and does it.
 *
 * <p>One thread, at most one process per data directory by a lock of its own; an engine and an archiver may be at work. A cycle is
 * removed when it is archived, as old as the configuration demands, and before the oldest of the kept snapshots; and only up
 * to the cycle of a snapshot, which then stays as an anchor: whatever is left of the journal can be replayed from its first cycle on.
 */
public final class Retention {
    /** File that says who works on the journal's old cycles. */
    static final String LOCK_FILE = "retain.lock";

    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
    private static final int SAFE_SNAPSHOTS = 2;

    private final DataDirectory directory;
    private final EngineConfig config;
    private final RetentionConfig rules;

    /**
     * For one data directory.
     *
     * @param rules how old cycles must be
     */
    public Retention(final DataDirectory directory, final EngineConfig config, final RetentionConfig rules) {
        this.directory = directory;
        this.config = config;
        this.rules = rules;
    }

    /** What {@link #run} would do; changes nothing. */
    public RetentionPlan plan(final Archive archive, final long nowMs) {
        return plan(new JournalRetention(directory.journal()), archive, nowMs);
    }

    /** Does it; throws {@link EngineLockedException} while another retention or a new generation is at work. */
    @SuppressWarnings("try")
    public RetentionPlan run(final Archive archive, final long nowMs) {
        try (EngineLock lock = lock(directory)) {
            final JournalRetention journal = new JournalRetention(directory.journal());
            journal.sweep();
            RetentionPlan plan = plan(journal, archive, nowMs);
            while (!anchored(plan)) {
                plan = plan(journal, archive, nowMs);
            }
            if (!plan.removed().isEmpty()) {
                journal.removeBefore(plan.firstSequence());
            }
            final List<JournalPart> compressed = new ArrayList<>();
            for (final JournalPart part : plan.compressed()) {
                compressed.add(journal.compress(part));
            }
            forgetAnchorsBefore(plan.firstSequence());
            return plan.with(compressed);
        }
    }

    /** False when a running engine has taken the snapshot away that was to stay: there is a newer one then. */
    private boolean anchored(final RetentionPlan plan) {
        try {
            plan.newAnchor().ifPresent(anchor -> anchors().adopt(anchor));
            return true;
        } catch (final UncheckedIOException e) {
            if (Files.exists(plan.newAnchor().orElseThrow())) {
                throw e;
            }
            return false;
        }
    }

    /** Who changes which files the journal consists of holds this, whether an engine runs or not. */
    static EngineLock lock(final DataDirectory directory) {
        return EngineLock.acquire(
                directory.root(),
                LOCK_FILE,
                holder -> new EngineLockedException("process " + holder + " works on the old cycles of the journal in "
                        + directory.root() + ": wait until it has ended"));
    }

    private RetentionPlan plan(final JournalRetention journal, final Archive archive, final long nowMs) {
        final List<JournalPart> parts = journal.parts();
        final List<String> reasons = new ArrayList<>();
        final BootPlanner snapshots = new BootPlanner(directory, config);
        snapshots.lookAtSnapshots();
        if (!mayTrust(snapshots.usable(), snapshots.passedOver(), reasons)) {
            return RetentionPlan.nothing(parts, reasons);
        }
        final UsableSnapshot oldest = snapshots.usable().get(snapshots.usable().size() - 1);
        final long needed = firstSequenceOfPartWith(parts, oldest.manifest().sequence());
        final long removable = removableBefore(parts, needed, archive, nowMs, reasons);
        final List<SnapshotManifest> anchors = goodAnchors();
        final boolean anchorsOldest = removable == needed;
        long first = parts.isEmpty() ? 1 : parts.get(0).firstSequence();
        for (final SnapshotManifest anchor : anchors) {
            final long begin = firstSequenceOfPartWith(parts, anchor.sequence());
            if (begin <= removable) {
                first = Math.max(first, begin);
            }
        }
        if (anchorsOldest) {
            first = Math.max(first, needed);
        }
        if (first < removable) {
            reasons.add("cycles up to sequence " + (removable - 1)
                    + " wait for an anchor: of the snapshots kept for replays" + " none is there");
        }
        final boolean anchor = !parts.isEmpty()
                && (first == needed || anchorIsDue(anchors, oldest.manifest().wallTimeNs()));
        return RetentionPlan.of(parts, first, compressible(parts, first, needed, nowMs), reasons)
                .withAnchor(anchor && !known(anchors, oldest) ? oldest.file() : null);
    }

    /** A disk that damages snapshots is not one to remove journals from, and one snapshot alone is no second way. */
    private boolean mayTrust(
            final List<UsableSnapshot> usable, final List<PassedOver> passedOver, final List<String> reasons) {
        final int wanted = Math.min(SAFE_SNAPSHOTS, config.snapshot().keep());
        passedOver.forEach(each ->
                reasons.add("nothing is touched while a snapshot is of no use: " + each.file() + ", " + each.reason()));
        if (usable.size() < wanted) {
            reasons.add("nothing is touched before there are " + wanted + " good snapshots; there "
                    + (usable.size() == 1 ? "is 1" : "are " + usable.size()));
        }
        return passedOver.isEmpty() && usable.size() >= wanted;
    }

    private static long firstSequenceOfPartWith(final List<JournalPart> parts, final long sequence) {
        for (final JournalPart part : parts) {
            if (sequence <= part.lastSequence()) {
                return part.firstSequence();
            }
        }
        return parts.isEmpty() ? 1 : parts.get(parts.size() - 1).lastSequence() + 1;
    }

    /** The first record that has to stay, whatever anchors there are. */
    private long removableBefore(
            final List<JournalPart> parts,
            final long needed,
            final Archive archive,
            final long nowMs,
            final List<String> reasons) {
        long first = parts.isEmpty() ? 1 : parts.get(0).firstSequence();
        for (final JournalPart part : parts) {
            final String reason = whyItStays(part, needed, archive, nowMs);
            if (reason != null) {
                reasons.add(part.file() + " stays: " + reason);
                return first;
            }
            first = part.lastSequence() + 1;
        }
        return first;
    }

    private String whyItStays(final JournalPart part, final long needed, final Archive archive, final long nowMs) {
        if (part.lastSequence() >= needed) {
            return "the oldest kept snapshot is in it or before it";
        }
        if (nowMs - part.endMs() < rules.keepDays() * DAY_MS) {
            return "it is not " + rules.keepDays() + " days old";
        }
        if (archive.demanded() && part.lastSequence() > archive.sequence()) {
            return "the archive ends at sequence " + archive.sequence();
        }
        return null;
    }

    private List<JournalPart> compressible(
            final List<JournalPart> parts, final long first, final long needed, final long nowMs) {
        final List<JournalPart> compressible = new ArrayList<>();
        for (final JournalPart part : parts) {
            if (part.cold() || part.firstSequence() < first) {
                continue;
            }
            if (!rules.compress()
                    || part.lastSequence() >= needed
                    || nowMs - part.endMs() < rules.compressDays() * DAY_MS) {
                break;
            }
            compressible.add(part);
        }
        return compressible;
    }

    private SnapshotDirectory anchors() {
        return new SnapshotDirectory(directory.anchors());
    }

    /** Oldest first. */
    private List<SnapshotManifest> goodAnchors() {
        final List<SnapshotManifest> good = new ArrayList<>();
        for (final Path file : anchors().newestFirst()) {
            try {
                good.add(SnapshotDirectory.manifest(file));
            } catch (final SnapshotException e) {
                // Then nothing is removed up to it.
            }
        }
        Collections.reverse(good);
        return good;
    }

    private static boolean anchorIsDue(final List<SnapshotManifest> anchors, final long wallTimeNs) {
        return anchors.isEmpty()
                || wallTimeNs - anchors.get(anchors.size() - 1).wallTimeNs() >= TimeUnit.MILLISECONDS.toNanos(DAY_MS);
    }

    private static boolean known(final List<SnapshotManifest> anchors, final UsableSnapshot snapshot) {
        return anchors.stream()
                .anyMatch(anchor -> anchor.sequence() == snapshot.manifest().sequence());
    }

    private void forgetAnchorsBefore(final long firstSequence) {
        for (final Path file : anchors().newestFirst()) {
            if (SnapshotDirectory.sequenceOf(file) < firstSequence) {
                SnapshotDirectory.remove(file);
            }
        }
    }
}
