package io.millrace.engine.recovery;

import io.millrace.engine.snapshot.SnapshotManifest;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.tail.JournalPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a boot would do with a data directory as it is; making it changes nothing.
 *
 * @param way how the state comes to be
 * @param end the last good record of the journal; sequence 0 when it is new
 * @param manifest what the journal says of itself; empty when it holds nothing
 * @param checkedAfter the journal was checked from the record behind this one on; 0: all of it
 * @param snapshots those of use, newest first; a boot that needs one takes the first that gives what the journal holds
 * @param passedOver snapshots that are of no use, and why
 * @param remarks what else an operator should know, one line each
 * @param damage the first damage of the journal; with it there is no boot
 */
public record BootPlan(
        Way way,
        JournalPosition end,
        Optional<Manifest> manifest,
        long checkedAfter,
        List<UsableSnapshot> snapshots,
        List<PassedOver> passedOver,
        List<String> remarks,
        Optional<JournalDamage> damage) {

    /** How the state comes to be. */
    public enum Way {
        /** There is no record yet. */
        NEW,
        /** The state file was closed in order and is at the journal's end. */
        STATE_FILE,
        /** The newest good snapshot, and a replay of what comes behind it. */
        SNAPSHOT,
        /** A replay from the first record. */
        WHOLE_JOURNAL,
        /** The journal is damaged: there is no boot. */
        NONE
    }

    /** A snapshot of this journal. */
    public record UsableSnapshot(Path file, SnapshotManifest manifest) {}

    /**
     * A snapshot of no use.
     *
     * @param foreign true when it is whole, but not of this journal
     */
    public record PassedOver(Path file, String reason, boolean foreign) {}

    /** The same plan, gone another way. */
    BootPlan by(final Way other) {
        return new BootPlan(other, end, manifest, checkedAfter, snapshots, passedOver, remarks, damage);
    }

    /** Records that the boot replays. */
    public long recordsToReplay() {
        return switch (way) {
            case NEW, STATE_FILE, NONE -> 0;
            case SNAPSHOT -> end.sequence() - snapshots.get(0).manifest().sequence();
            case WHOLE_JOURNAL -> end.sequence();
        };
    }
}
