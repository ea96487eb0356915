package io.millrace.tools.supervise;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How to start another JVM like this one, with the same flags and class path. Any thread. */
public final class JavaCommand {
    /** More flags for the children of a process that was not started by the launcher, as a test is not. */
    private static final String CHILD_OPTIONS = "millrace.child.options";

    private JavaCommand() {}

    /** The words before the arguments of the main class. */
    public static List<String> likeThisOne(String mainClass) {
        List<String> words = own();
        int main = words.indexOf(mainClass);
        if (main > 0) {
            return List.copyOf(words.subList(0, main + 1));
        }
        // Started in another way, as a test is.
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-javaagent") && !flag.startsWith("-agentlib")) {
                command.add(flag);
            }
        }
        Stream.of(System.getProperty(CHILD_OPTIONS, "").split(" ", -1))
                .filter(word -> !word.isEmpty())
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return command;
    }

    /** As the kernel has it: with argument files unexpanded, and of any length. */
    private static List<String> own() {
        try {
            String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
            return List.of(line.split("\0"));
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
