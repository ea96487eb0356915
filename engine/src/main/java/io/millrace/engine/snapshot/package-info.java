/**
 * Snapshots of the state: their file, their directory, and the record that tells of them.
 *
 * <p>Written by the follower's thread and read by the boot; only {@link io.millrace.engine.snapshot.SnapshotNotes} is also known
 * to the engine thread.
 */
package io.millrace.engine.snapshot;
