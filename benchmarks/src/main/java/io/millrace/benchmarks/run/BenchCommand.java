package io.millrace.benchmarks.run;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.util.Locale;
import java.util.regex.Pattern;

/** tmp. */
public final class BenchCommand {
    private BenchCommand() {}

    /** tmp. */
    public static void main(final String[] args) throws Exception {
        final Effort effort = Effort.valueOf(args[0].toUpperCase(Locale.ROOT));
        for (final Section section : Sections.matching(Pattern.compile(args[1]))) {
            try (ScratchDirectory scratch = ScratchDirectory.create()) {
                scratch.warmMemory(1L << 30);
                final long t = System.nanoTime();
                final SectionResult r = section.run(new Bench(effort, scratch, System.err));
                System.out.println(section.name() + " " + (System.nanoTime() - t) / 1_000_000 + " ms");
                for (final Row row : r.rows()) {
                    System.out.printf(
                            "%-60s ours %s other %s %s figure %.3f %s%n",
                            row.key(),
                            row.unit().format(row.ours()),
                            row.otherName(),
                            row.unit().format(row.other()),
                            row.figure(),
                            row.notes());
                }
                for (final Table table : r.tables()) {
                    System.out.println("## " + table.title());
                    System.out.println(String.join(" | ", table.header()));
                    table.rows().forEach(x -> System.out.println(String.join(" | ", x)));
                }
            }
        }
    }
}
