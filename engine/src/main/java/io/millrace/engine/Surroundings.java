package io.millrace.engine;

import io.millrace.engine.pipeline.SpaceGuard;
import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What an engine knows of the machine, where a simulation puts its own in its place.
 *
 * @param clock wall time, for run records and for the roll of the journal; any thread
 * @param usableBytes space left on the disk; asked by a thread of its own
 * @param store given the journal's appender, what batches are appended to; each call on the thread that commits
 */
public record Surroundings(EpochNanoClock clock, LongSupplier usableBytes, UnaryOperator<BatchAppender> store) {
    /** The machine as it is. */
    public static Surroundings real(final Path dataDirectory) {
        return new Surroundings(Clocks.epoch(), SpaceGuard.spaceOf(dataDirectory), UnaryOperator.identity());
    }

    /** The same with another answer to how much space is left. */
    public Surroundings withSpace(final LongSupplier otherUsableBytes) {
        return new Surroundings(clock, otherUsableBytes, store);
    }
}
