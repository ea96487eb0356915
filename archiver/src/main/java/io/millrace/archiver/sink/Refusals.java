package io.millrace.archiver.sink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The records that the tables refused while one transaction was written, bounded: what goes beyond the bound is not the
 * fault of a record. The archiver's thread.
 */
public final class Refusals {
    /** A record, the table that refused it, and why. */
    public record Refusal(long sequence, String table, SQLException reason) {}

    /** Ends the search when more is refused than may be set aside. */
    public static final class TooManyException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Refusal last;

        TooManyException(Refusal last) {
            super("record " + last.sequence + " is one too many, " + last.table + " refuses it: "
                    + last.reason.getMessage());
            this.last = last;
        }

        /** The refusal that was one too many. */
        public Refusal last() {
            return last;
        }
    }

    private final long room;
    private final List<Refusal> refused = new ArrayList<>();

    /** Takes at most so many. */
    public Refusals(long room) {
        this.room = room;
    }

    void add(Refusal refusal) throws TooManyException {
        if (refused.size() >= room) {
            throw new TooManyException(refusal);
        }
        refused.add(refusal);
    }

    /** All so far, table by table. */
    public List<Refusal> all() {
        return List.copyOf(refused);
    }
}
