/**
 * Boot is recovery: the lock, the check of the journal, the state taken over or rebuilt, the proof of the digests.
 *
 * <p>One thread, before the ring opens. Also the replay, which is the same work without an engine behind it.
 */
package io.millrace.engine.recovery;
