package io.millrace.engine.recovery;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.recovery.BootPlan.PassedOver;
import io.millrace.engine.recovery.BootPlan.UsableSnapshot;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.snapshot.SnapshotException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A replay of all that a journal still has: from its first record, or from the oldest snapshot when retention has removed that.
 *
 * @param replay belongs to the caller
 * @param firstSequence the first record that the journal has
 * @param snapshotSequence the snapshot that the replay starts from; 0: from the first record
 */
public record ReplayStart(Replay replay, long firstSequence, long snapshotSequence) {
    /**
     * Opens it.
     *
     * @throws StateUnrecoverableException when the journal does not begin with its first record and no snapshot can be used
     */
    public static ReplayStart of(
            final DataDirectory directory, final EngineConfig runtime, final LongConsumer progress) {
        final Replay replay = new Replay(directory.journal(), runtime, progress);
        final long first = BootPlanner.firstSequence(directory);
        if (first == 1) {
            return new ReplayStart(replay, 1, 0);
        }
        final BootPlanner planner = new BootPlanner(directory, runtime);
        planner.lookAtSnapshots();
        planner.lookAtAnchors();
        final List<UsableSnapshot> oldestFirst = new ArrayList<>(planner.usable());
        Collections.reverse(oldestFirst);
        final List<PassedOver> passedOver = new ArrayList<>(planner.passedOver());
        for (final UsableSnapshot candidate : oldestFirst) {
            try {
                final Snapshot snapshot = SnapshotDirectory.read(candidate.file(), runtime);
                replay.startAt(
                        snapshot.config(), snapshot.state(), snapshot.manifest().position());
                return new ReplayStart(replay, first, snapshot.manifest().sequence());
            } catch (final SnapshotException e) {
                passedOver.add(new PassedOver(candidate.file(), e.getMessage(), false));
            }
        }
        replay.close();
        throw BootPlanner.unrecoverable(directory, first, passedOver);
    }
}
