package io.millrace.engine.snapshot;

import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.SnapshotTakenEncoder;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How the news of a snapshot gets into the journal: left here by the thread that wrote it, taken by the engine thread into its
 * next batch.
 *
 * <p>Any thread leaves, the engine thread takes: one read of a field per batch, no allocation, no lock. A note that was not
 * taken yet gives way to a newer one.
 */
public final class SnapshotNotes {
    private record Note(SnapshotManifest manifest, long sizeBytes) {}

    private final AtomicReference<Note> pending = new AtomicReference<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SnapshotTakenEncoder taken = new SnapshotTakenEncoder();

    /** Leaves the news of a snapshot that is on disk. */
    public void leave(final SnapshotManifest manifest, final long sizeBytes) {
        pending.set(new Note(manifest, sizeBytes));
    }

    /** Adds a SnapshotTaken record to a batch that is about to be closed, if there is news. */
    public void addTo(final BatchBuilder batch) {
        if (pending.getAcquire() != null) {
            add(pending.getAndSet(null), batch);
        }
    }

    private void add(final Note note, final BatchBuilder batch) {
        final SnapshotManifest manifest = note.manifest();
        final int offset = batch.claim(MessageHeaderEncoder.ENCODED_LENGTH + SnapshotTakenEncoder.BLOCK_LENGTH);
        taken.wrapAndApplyHeader(batch.buffer(), offset, header)
                .sequence(batch.lastSequence())
                .eventTimeNs(manifest.clockNs())
                .snapshotSequence(manifest.sequence())
                .stateDigest(manifest.stateDigest())
                .outputDigest(manifest.outputDigest())
                .layoutDigest(manifest.layoutDigest())
                .sizeBytes(note.sizeBytes())
                .wallTimeNs(manifest.wallTimeNs());
    }
}
