package io.millrace.journal.fault;

import io.millrace.journal.JournalConfigurationException;
import java.io.IOException;
import java.util.Locale;

/**
 * The places where a test may end the process, without warning and without hooks, as a kill would; or have an I/O error.
 *
 * <p>Any thread. {@code -Dmillrace.failpoint=after-commit:2} halts with exit code {@value #EXIT_CODE} at the second pass of
 * that place, {@code -Dmillrace.failpoint=count} tells the passes of each place at exit. Without the property {@link #pass} is
 * a comparison of a constant with null, which the JIT compiler removes.
 */
public enum Failpoint {
    /** A slot of the ring is taken, nothing is in it. */
    INPUT_CLAIMED,
    /** An input is in the ring, the engine thread may have it. */
    INPUT_PUBLISHED,
    /** An input and its outputs are in the open batch and in the state, not in the journal. */
    MID_BATCH,
    /** The queue has opened an excerpt, nothing is in it. */
    EXCERPT_OPEN,
    /** The queue has begun a new cycle file; its first excerpt is open, nothing is in it. */
    ROLL,
    /** All bytes of a batch are in the open excerpt. */
    BEFORE_COMMIT,
    /** The excerpt is complete: readers see the batch, the engine does not know it yet. */
    AFTER_COMMIT,
    /** The state names the batch as applied; the batch is not in the journal yet. */
    STATE_APPLIED,
    /** Half of a snapshot is written. */
    SNAPSHOT_MID,
    /** A snapshot is written and forced under its temporary name. */
    SNAPSHOT_BEFORE_RENAME,
    /** A snapshot has its name, the directory is not forced yet. */
    SNAPSHOT_AFTER_RENAME,
    /** The archiver has collected a transaction, the one before it is on its way or has committed. */
    ARCHIVE_COLLECTED,
    /** The archiver has handed a transaction to the thread that writes it. */
    ARCHIVE_HANDED_OVER,
    /** The archiver is within a COPY. */
    COPY_MID,
    /** The archiver has sent all rows and the position. */
    ARCHIVE_BEFORE_COMMIT,
    /** The database has committed, the archiver does not know it yet. */
    ARCHIVE_AFTER_COMMIT,
    /** Half of a cycle is in its compressed file. */
    RETAIN_MID_FILE,
    /** A compressed file is forced and compared with its cycle, under its temporary name. */
    RETAIN_BEFORE_RENAME,
    /** What the journal consists of from now on is written and forced under a temporary name. */
    RETAIN_BEFORE_EXTENT,
    /** The journal consists of other files, those that it no longer has are there yet. */
    RETAIN_BEFORE_DELETE,
    /** One file is deleted, others of the same run may be left, and the queue's table still names them. */
    RETAIN_MID_DELETE,
    /** A force of the journal: does not end the process but fails, as the kernel lets it fail when the device has. */
    FORCE_EIO;

    /** The system property. */
    public static final String PROPERTY = "millrace.failpoint";

    /** What the process ends with, as after a kill. */
    public static final int EXIT_CODE = 137;

    private static final FailpointPlan PLAN;
    private static final String PROBLEM;

    static {
        FailpointPlan plan = null;
        String problem = null;
        try {
            plan = FailpointPlan.parse(System.getProperty(PROPERTY));
        } catch (final JournalConfigurationException e) {
            problem = e.getMessage();
        }
        PLAN = plan;
        PROBLEM = problem;
        if (plan != null) {
            plan.reportAtExit();
        }
    }

    /** Says that execution has come here; does not return where it is to end here. */
    public void pass() {
        if (PLAN != null) {
            PLAN.pass(this);
        }
    }

    /** As {@link #pass}, for a place where the process does not end but an I/O error is to come, once, at that pass. */
    public void passOrFail() throws IOException {
        if (PLAN != null && PLAN.counted(this)) {
            throw new IOException("Input/output error, made by " + PROPERTY + " = " + label());
        }
    }

    /** True when the property arms or counts failpoints: what only they need may then be computed. */
    public static boolean armed() {
        return PLAN != null;
    }

    /** Throws where the property is set to what it cannot be; every start asks. */
    public static void requireUsable() {
        if (PROBLEM != null) {
            throw new JournalConfigurationException(PROBLEM);
        }
    }

    /** The name in the property. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
