package io.millrace.engine.config;

import java.util.Objects;

/**
 * How messages come in and go out. Immutable; any thread.
 *
 * @param driver who moves them
 * @param directory of the driver's files: {@value #AUTO}, or a path; see CONFIGURATION.md for what it means to each driver
 * @param termLengthBytes one of the three parts of a stream's buffer; a power of two
 * @param idle how the embedded driver's thread and the thread of live feeds wait
 * @param egress what goes out
 * @param ingress what comes in
 */
public record AeronConfig(
        DriverKind driver,
        String directory,
        int termLengthBytes,
        IdleKind idle,
        EgressConfig egress,
        IngressConfig ingress) {
    /** A directory of nobody's choice. */
    public static final String AUTO = "auto";

    static final ValueRange TERM_LENGTH = new ValueRange(ValueRange.Unit.SIZE_BYTES, 64 << 10, 256 << 20);

    /** Who runs the media driver. */
    public enum DriverKind {
        /** The engine, in its own process, for itself and its neighbours. */
        EMBEDDED,
        /** Somebody else. */
        EXTERNAL
    }

    /** How a thread waits when there is nothing to do. */
    public enum IdleKind {
        /** Spins, yields, then naps of up to 1 ms. */
        BACKOFF,
        /** Naps of 1 ms. */
        SLEEPING,
        YIELDING,
        /** Needs a core of its own. */
        BUSY_SPIN
    }

    public AeronConfig {
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(egress, "egress");
        Objects.requireNonNull(ingress, "ingress");
        if (directory.isBlank()) {
            throw new InvalidValueException(
                    "directory", '"' + directory + '"', "must be auto or the path of a directory");
        }
        TERM_LENGTH.require("term-length", termLengthBytes);
        if (Integer.bitCount(termLengthBytes) != 1) {
            throw new InvalidValueException(
                    "term-length", termLengthBytes, "must be a power of two from 64KiB to 256MiB");
        }
    }
}
