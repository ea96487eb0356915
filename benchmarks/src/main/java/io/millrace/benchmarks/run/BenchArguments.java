package io.millrace.benchmarks.run;

import io.millrace.benchmarks.harness.Effort;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the command line asks for. Immutable; any thread.
 *
 * @param effort how much time to spend
 * @param json whether stdout carries the ratios as JSON and nothing else
 * @param sections searched in the sections' names
 * @param results where result folders are made
 * @param revision of the source; empty when unknown
 */
record BenchArguments(Effort effort, boolean json, Pattern sections, Path results, String revision) {
    private static final String USAGE = "; usage: bench [--quick|--full|--smoke] [--json] [--results DIR] [REGEX]";

    /** Throws {@link IllegalArgumentException} with one line for what it does not understand. */
    static BenchArguments parse(final String... args) {
        Effort effort = Effort.QUICK;
        boolean json = false;
        String sections = null;
        Path results = null;
        String revision = "";
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> effort = Effort.QUICK;
                case "--full" -> effort = Effort.FULL;
                case "--smoke" -> effort = Effort.SMOKE;
                case "--json" -> json = true;
                case "--results" -> results = Path.of(valueOf(args, i++));
                case "--revision" -> revision = valueOf(args, i++);
                default -> {
                    if (args[i].startsWith("-") || sections != null) {
                        throw new IllegalArgumentException("'" + args[i] + "' is not understood" + USAGE);
                    }
                    sections = args[i];
                }
            }
        }
        if (results == null) {
            throw new IllegalArgumentException("--results is missing: name the folder for the results");
        }
        return new BenchArguments(effort, json, pattern(sections == null ? "." : sections), results, revision);
    }

    private static String valueOf(final String[] args, final int option) {
        if (option + 1 == args.length) {
            throw new IllegalArgumentException(args[option] + " needs a value" + USAGE);
        }
        return args[option + 1];
    }

    private static Pattern pattern(final String expression) {
        final Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (final PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + expression + "' is no regular expression: " + e.getDescription(), e);
        }
        if (Sections.matching(pattern).isEmpty()) {
            throw new IllegalArgumentException(
                    "no section matches '" + expression + "': there are " + String.join(", ", Sections.names()));
        }
        return pattern;
    }
}
