package io.millrace.journal.fault;

import io.millrace.journal.JournalConfigurationException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

/**
 * Which failpoint ends the process (or fails), and at which pass; or that passes are only counted.
 *
 * <p>Any thread.
 */
final class FailpointPlan {
    private static final String COUNT = "count";

    private final Failpoint target;
    private final long pass;
    private final AtomicLongArray passes = new AtomicLongArray(Failpoint.values().length);

    private FailpointPlan(final Failpoint target, final long pass) {
        this.target = target;
        this.pass = pass;
    }

    /** Reads the property; null when it is not set. */
    static FailpointPlan parse(final String text) {
        if (text == null) {
            return null;
        }
        if (text.equals(COUNT)) {
            return new FailpointPlan(null, 0);
        }
        final int colon = text.indexOf(':');
        final String name = colon < 0 ? text : text.substring(0, colon);
        final long pass = colon < 0 ? 1 : number(text.substring(colon + 1));
        for (final Failpoint failpoint : Failpoint.values()) {
            if (failpoint.label().equals(name) && pass > 0) {
                return new FailpointPlan(failpoint, pass);
            }
        }
        throw new JournalConfigurationException(Failpoint.PROPERTY + " = " + text + ": must be " + COUNT
                + ", or NAME or NAME:PASS with a pass from 1 and one of the names "
                + Arrays.stream(Failpoint.values()).map(Failpoint::label).collect(Collectors.joining(", ")));
    }

    /** Zero for what is no number: no pass has it. */
    private static long number(final String text) {
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException e) {
            return 0;
        }
    }

    /** Counts a pass; true when it is the one that was asked for. */
    boolean counted(final Failpoint failpoint) {
        return passes.incrementAndGet(failpoint.ordinal()) == pass && failpoint == target;
    }

    void pass(final Failpoint failpoint) {
        if (counted(failpoint)) {
            System.err.println("millrace: halted at " + Failpoint.PROPERTY + " = " + failpoint.label() + ":" + pass);
            Runtime.getRuntime().halt(Failpoint.EXIT_CODE);
        }
    }

    /** Passes of a failpoint so far. */
    long passes(final Failpoint failpoint) {
        return passes.get(failpoint.ordinal());
    }

    /** One line on stderr for each failpoint when the process ends, where they are only counted. */
    void reportAtExit() {
        if (target == null) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::report, "millrace-failpoints"));
        }
    }

    private void report() {
        for (final Failpoint failpoint : Failpoint.values()) {
            System.err.println(Failpoint.PROPERTY + " " + failpoint.label() + " " + passes(failpoint));
        }
    }
}
