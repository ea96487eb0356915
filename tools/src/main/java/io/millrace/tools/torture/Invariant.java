package io.millrace.tools.torture;

/** What holds whatever happens. */
public enum Invariant {
    /** Acknowledged inputs stay. */
    I1("what was acknowledged stays"),
    /** The journal is a gapless prefix with good checksums. */
    I2("the journal is a gapless prefix with good checksums"),
    /** Snapshot and tail give the state and the output digests of a replay from the start. */
    I3("a snapshot and its tail give the same state and outputs"),
    /** The archive equals the journal up to its position. */
    I4("the archive equals the journal up to its position, exactly once"),
    /** Every failure has a name, an exit code, and is not ready. */
    I5("every failure is loud"),
    /** Memory, queues, disk and recovery time have bounds. */
    I6("memory, queues, disk and recovery time are bounded"),
    /** Trouble outside does not move the engine's tail. */
    I7("trouble outside does not move the engine's p99");

    private final String promise;

    Invariant(final String promise) {
        this.promise = promise;
    }

    /** The promise in words. */
    public String promise() {
        return promise;
    }

    /** Throws when {@code holds} is false; {@code found} says what was found instead, and where. */
    public void require(final boolean holds, final String found) {
        if (!holds) {
            throw new InvariantBrokenException(this, found);
        }
    }
}
