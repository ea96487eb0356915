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
 * @param lostShare of their time that spinning threads lost right before or right after it, the larger; NaN when nobody looked
 */
public record SectionOutcome(
        String name, Duration took, Optional<SectionResult> result, String failure, double lostShare) {
    /** A section that came to its end. */
    public static SectionOutcome done(final String name, final Duration took, final SectionResult result) {
        return new SectionOutcome(name, took, Optional.of(result), "", Double.NaN);
    }

    /** A section that did not. */
    public static SectionOutcome failed(final String name, final Duration took, final Throwable problem) {
        return new SectionOutcome(
                name, took, Optional.empty(), problem.toString().replace('\n', ' '), Double.NaN);
    }

    /** The same with what spinning threads have lost around it. */
    public SectionOutcome beside(final double newLostShare) {
        return new SectionOutcome(name, took, result, failure, newLostShare);
    }

    /** True when other work went on before or after it, and so most likely meanwhile. */
    boolean disturbed() {
        return lostShare > Noise.QUIET_SHARE;
    }
}
