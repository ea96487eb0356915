package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.SectionResult;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of a section. Immutable; any thread.
 *
 * @param name of the section
 * @param took how long it ran
 * @param result what it found; empty when it failed
 * @param failure why it failed, in one line; empty when it did not
 */
public record SectionOutcome(String name, Duration took, Optional<SectionResult> result, String failure) {
    /** A section that came to its end. */
    public static SectionOutcome done(final String name, final Duration took, final SectionResult result) {
        return new SectionOutcome(name, took, Optional.of(result), "");
    }

    /** A section that did not. */
    public static SectionOutcome failed(final String name, final Duration took, final Throwable problem) {
        return new SectionOutcome(
                name, took, Optional.empty(), problem.toString().replace('\n', ' '));
    }
}
