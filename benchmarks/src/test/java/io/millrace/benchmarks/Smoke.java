package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Runs a section with the smallest budget: the figures mean nothing, that they are there does. */
public final class Smoke {
    private Smoke() {}

    /** What the section gives; it must give rows, each with a figure, and leave no more than the one directory it kept. */
    public static SectionResult run(final Section section) throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            final SectionResult result = section.run(new Bench(Effort.SMOKE, scratch, System.err));
            assertThat(result.rows()).isNotEmpty().allSatisfy(row -> {
                assertThat(row.ours()).as(row.key()).isPositive().isFinite();
                assertThat(row.figure()).as(row.key()).isPositive().isFinite();
            });
            assertThat(leftOvers(scratch)).as("files left by " + section.name()).isLessThanOrEqualTo(1);
            return result;
        }
    }

    private static long leftOvers(final ScratchDirectory scratch) throws IOException {
        try (Stream<Path> files = Files.list(scratch.root())) {
            return files.count();
        }
    }
}
