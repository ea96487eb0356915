package io.millrace.engine.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second JVM with the classes and the flags of this one. */
public final class ChildProcess {
    private ChildProcess() {}

    /** Starts a main class; its output goes to a file. */
    public static Process start(final Path output, final Class<?> mainClass, final String... arguments) {
        return start(output, List.of(), mainClass, arguments);
    }

    /** Starts a main class under further flags of the JVM. */
    public static Process start(
            final Path output, final List<String> flags, final Class<?> mainClass, final String... arguments) {
        return start(List.of(), output, flags, mainClass, arguments);
    }

    /** Starts a main class by way of another command, such as one that makes a namespace for it. */
    public static Process start(
            final List<String> prefix,
            final Path output,
            final List<String> flags,
            final Class<?> mainClass,
            final String... arguments) {
        final List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // Those of journal/jvm; not the agent that measures coverage, which the kill would cut short.
            if (flag.startsWith("--") || flag.startsWith("-Dchronicle") || flag.startsWith("-Dagrona")) {
                command.add(flag);
            }
        }
        command.addAll(flags);
        command.add("-Xmx256m");
        command.add("-XX:+UseSerialGC");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(mainClass.getName());
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (final IOException e) {
            throw new IllegalStateException("no second JVM: " + command, e);
        }
    }
}
