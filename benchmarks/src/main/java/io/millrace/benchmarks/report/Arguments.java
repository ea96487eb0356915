package io.millrace.benchmarks.report;

import java.nio.file.Path;

/**
 * What the command line asks for. Immutable; any thread.
 *
 * @param quick one fork and short iterations, instead of what each benchmark states
 * @param include regular expression searched in the benchmarks' names
 * @param results where result folders are made
 * @param revision of the source; empty when unknown
 */
record Arguments(boolean quick, String include, Path results, String revision) {
    static Arguments parse(final String... args) {
        boolean quick = true;
        String include = null;
        Path results = null;
        String revision = "";
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> quick = true;
                case "--full" -> quick = false;
                case "--results" -> results = Path.of(valueOf(args, i++));
                case "--revision" -> revision = valueOf(args, i++);
                default -> {
                    if (args[i].startsWith("-") || include != null) {
                        throw new IllegalArgumentException("'" + args[i]
                                + "' is not understood; usage: bench-jmh [--quick|--full] [--results DIR] [REGEX]");
                    }
                    include = args[i];
                }
            }
        }
        if (results == null) {
            throw new IllegalArgumentException("--results is missing: name the folder for the results");
        }
        return new Arguments(quick, include == null ? ".*" : include, results, revision);
    }

    private static String valueOf(final String[] args, final int option) {
        if (option + 1 == args.length) {
            throw new IllegalArgumentException(args[option] + " needs a value");
        }
        return args[option + 1];
    }

    /** The name of the mode, for the report. */
    String mode() {
        return quick ? "quick" : "full";
    }
}
