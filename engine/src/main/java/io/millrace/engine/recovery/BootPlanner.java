package io.millrace.engine.recovery;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.recovery.BootPlan.PassedOver;
import io.millrace.engine.recovery.BootPlan.UsableSnapshot;
import io.millrace.engine.recovery.BootPlan.Way;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.snapshot.SnapshotException;
import io.millrace.engine.snapshot.SnapshotManifest;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a data directory and says what a boot would do: reads the snapshots' manifests, holds each against the journal,
 * and checks the journal's records.
 *
 * <p>One thread; changes nothing.
 */
public final class BootPlanner {
    /**
     * A journal with no more records than this before its newest snapshot is checked from its first one at each boot: half a
     * second or so. Not the size of its files: each takes 80 MiB, however little is in it.
     */
    static final long WHOLE_CHECK_RECORDS = 3_000_000;

    private final DataDirectory directory;
    private final EngineConfig config;
    private final long wholeCheckRecords;
    private final List<UsableSnapshot> usable = new ArrayList<>();
    private final List<PassedOver> passedOver = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    public BootPlanner(final DataDirectory directory, final EngineConfig config) {
        this(directory, config, WHOLE_CHECK_RECORDS);
    }

    BootPlanner(final DataDirectory directory, final EngineConfig config, final long wholeCheckRecords) {
        this.directory = directory;
        this.config = config;
        this.wholeCheckRecords = wholeCheckRecords;
    }

    /** Makes the plan; throws when journal, snapshots or state file do not belong together. */
    public BootPlan plan() {
        try {
            return makePlan();
        } catch (final InternalError e) {
            // The fault of a mapped page that is gone is thrown late: here, when the check that met it was over.
            final JournalSummary journal = JournalVerifier.verify(directory.journal());
            if (journal.good()) {
                throw e;
            }
            return plan(Way.NONE, journal.end(), Optional.empty(), 0, journal.damage());
        }
    }

    private BootPlan makePlan() {
        final Optional<CleanMarker> mark = CleanMarker.read(directory.state());
        if (Files.isDirectory(directory.nextJournal()) && !Files.isDirectory(directory.journal())) {
            throw new RecoveryException("a new generation of the journal in " + directory.root()
                    + " was begun and not ended: run 'millrace recover --new-generation' again");
        }
        final QueueDirectory queue = new QueueDirectory(directory.journal());
        if (!queue.exists() && queue.files().cycleFiles().isEmpty()) {
            requireNothingLost(mark);
            return plan(Way.NEW, JournalPosition.START, Optional.empty(), 0, Optional.empty());
        }
        lookAtSnapshots();
        final long first = firstSequence(directory);
        if (usable.isEmpty() && first > 1) {
            lookAtAnchors();
        }
        final long checkedAfter = usable.isEmpty() || usable.get(0).manifest().sequence() <= wholeCheckRecords
                ? uncheckedBefore()
                : usable.get(0).manifest().sequence() - 1;
        final JournalSummary journal = JournalVerifier.verifyAfter(
                directory.journal(),
                checkedAfter == 0 ? JournalPosition.START : new JournalPosition(checkedAfter, hintFor(checkedAfter)));
        if (journal.damage().isPresent()) {
            return plan(Way.NONE, journal.end(), Optional.empty(), checkedAfter, journal.damage());
        }
        final long last = journal.end().sequence();
        if (last == 0) {
            requireNothingLost(mark);
            return plan(Way.NEW, JournalPosition.START, Optional.empty(), 0, Optional.empty());
        }
        mark.filter(clean -> clean.appliedSequence() > last)
                .ifPresent(clean -> remarks.add("the state file held records up to sequence " + clean.appliedSequence()
                        + ", the journal ends at " + last + ": what lies between is lost"));
        final Way way;
        if (mark.filter(clean -> fits(clean, last)).isPresent()) {
            way = Way.STATE_FILE;
        } else {
            way = usable.isEmpty() ? Way.WHOLE_JOURNAL : Way.SNAPSHOT;
        }
        if (way == Way.WHOLE_JOURNAL && first > 1) {
            throw unrecoverable(directory, first, passedOver);
        }
        return plan(way, journal.end(), Optional.of(Manifest.of(journal)), checkedAfter, Optional.empty());
    }

    private BootPlan plan(
            final Way way,
            final JournalPosition end,
            final Optional<Manifest> manifest,
            final long checkedAfter,
            final Optional<JournalDamage> damage) {
        return new BootPlan(
                way,
                end,
                manifest,
                checkedAfter,
                List.copyOf(usable),
                List.copyOf(passedOver),
                List.copyOf(remarks),
                damage);
    }

    private void requireNothingLost(final Optional<CleanMarker> mark) {
        if (mark.isPresent() && mark.get().appliedSequence() > 0) {
            throw journalGone(directory.state(), mark.get().appliedSequence());
        }
        for (final Path file : new SnapshotDirectory(directory.snapshots()).newestFirst()) {
            try {
                throw journalGone(file, SnapshotDirectory.manifest(file).sequence());
            } catch (final SnapshotException e) {
                passedOver.add(new PassedOver(file, e.getMessage(), false));
            }
        }
    }

    private RecoveryException journalGone(final Path holder, final long sequence) {
        return new RecoveryException("the journal in " + directory.journal() + " is gone: " + holder
                + " holds its records up to sequence " + sequence + "; restore it, or start a new data directory");
    }

    private long hintFor(final long checkedAfter) {
        final boolean atSnapshot = !usable.isEmpty() && usable.get(0).manifest().sequence() - 1 == checkedAfter;
        return atSnapshot ? usable.get(0).manifest().position().queueIndex() : 0;
    }

    /** A start that has a snapshot does not need compressed files; they were compared with their cycles when they were made. */
    private long uncheckedBefore() {
        final JournalExtent extent = JournalExtent.read(directory.journal());
        return usable.isEmpty() ? extent.firstSequence() - 1 : extent.cycleSequence() - 1;
    }

    /** The first record that the journal of a directory has. */
    static long firstSequence(final DataDirectory directory) {
        return JournalExtent.read(directory.journal()).firstSequence();
    }

    /** Says what is missing when no snapshot leads into a journal that does not begin with its first record. */
    static StateUnrecoverableException unrecoverable(
            final DataDirectory directory, final long firstSequence, final List<PassedOver> passedOver) {
        final StringBuilder found = new StringBuilder();
        passedOver.forEach(each -> found.append(found.isEmpty() ? ": " : "; ")
                .append(each.file())
                .append(", ")
                .append(each.reason()));
        return new StateUnrecoverableException("the journal in " + directory.journal() + " begins at sequence "
                + firstSequence + ", what came before was removed by 'millrace retain', and no snapshot of "
                + directory.snapshots() + " leads into it" + (found.isEmpty() ? ", there is none" : found)
                + "; restore one of them from a copy, or start a new data directory");
    }

    /** Snapshots that can be used, newest first, as far as it was looked at them. */
    List<UsableSnapshot> usable() {
        return usable;
    }

    /** Snapshots that cannot. */
    List<PassedOver> passedOver() {
        return passedOver;
    }

    /** Holds the kept snapshots against the journal. */
    void lookAtSnapshots() {
        lookAt(new SnapshotDirectory(directory.snapshots()));
    }

    /** Does so with those that retention has kept for replays: older, so a start takes them only when there is nothing else. */
    void lookAtAnchors() {
        lookAt(new SnapshotDirectory(directory.anchors()));
    }

    private void lookAt(final SnapshotDirectory snapshots) {
        for (final Path file : snapshots.newestFirst()) {
            try {
                final SnapshotManifest manifest = SnapshotDirectory.manifest(file);
                final Optional<String> foreign = whyForeign(manifest);
                if (foreign.isEmpty()) {
                    usable.add(new UsableSnapshot(file, manifest));
                } else {
                    passedOver.add(new PassedOver(file, foreign.get(), true));
                }
            } catch (final SnapshotException | JournalDamagedException e) {
                // A running engine takes the oldest away when it has written another.
                if (Files.exists(file)) {
                    passedOver.add(new PassedOver(file, e.getMessage(), false));
                }
            }
        }
    }

    /** The journal must have the very batch that the snapshot was taken behind: a sequence alone proves nothing. */
    private Optional<String> whyForeign(final SnapshotManifest manifest) {
        try (JournalTailer tailer = JournalTailer.open(directory.journal())) {
            final long first = tailer.extent().firstSequence();
            if (manifest.sequence() < first) {
                return Optional.of("it ends at sequence " + manifest.sequence() + ", the journal begins at " + first);
            }
            tailer.seek(new JournalPosition(
                    manifest.sequence() - 1, manifest.position().queueIndex()));
            final boolean[] same = {false};
            if (!tailer.poll(batch -> same[0] = batch.lastSequence() == manifest.sequence()
                            && batch.crc() == manifest.batchCrc()
                            && batch.journalId() == manifest.journalId())
                    && !tailer.knowsOfMore()) {
                return Optional.of(endsBefore(manifest, tailer.position().sequence()));
            }
            return same[0] ? Optional.empty() : Optional.of("the journal holds other records there");
        } catch (final JournalDamagedException e) {
            if (e.damage().kind() == JournalDamage.Kind.SHORT_END) {
                return Optional.of(endsBefore(manifest, e.damage().sequence() - 1));
            }
            throw e;
        }
    }

    private static String endsBefore(final SnapshotManifest manifest, final long end) {
        return "it holds records up to sequence " + manifest.sequence() + ", the journal ends at " + end
                + ": what lies between is lost";
    }

    private boolean fits(final CleanMarker mark, final long lastSequence) {
        return mark.appliedSequence() == lastSequence
                && mark.shapeDigest() == config.shapeDigest()
                && mark.blockBytes() == new StateLayout(config).blockBytes()
                && mark.maxInstruments() == config.state().maxInstruments()
                && mark.maxFeeds() == config.state().maxFeeds()
                && mark.fileBytes() == sizeOf(directory.stateFile());
    }

    /** Bytes of a file; -1 when there is none. */
    static long sizeOf(final Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : -1;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
