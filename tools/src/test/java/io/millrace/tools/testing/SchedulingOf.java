package io.millrace.tools.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How Linux schedules a process, read from the kernel and not from what we believe to have set. Any thread. */
public final class SchedulingOf {
    /** SCHED_OTHER, as the kernel prints it. */
    public static final String OTHER = "0";
    /** SCHED_IDLE, as the kernel prints it. */
    public static final String IDLE = "5";

    /** The weight of a session's group that gives way. */
    public static final String LAST = "nice 19";

    private SchedulingOf() {}

    /** Field 41 of proc_pid_stat(5) of each thread, counted behind the name, which may have blanks. */
    public static List<String> policies(long processId) throws IOException {
        List<String> policies = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(processId), "task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                String stat = Files.readString(thread.resolve("stat"));
                policies.add(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[38]);
            }
        } catch (NoSuchFileException ended) {
            // A thread that has ended while it was looked at.
            return policies(processId);
        }
        return policies;
    }

    /** The group of a process's session; where the kernel makes none, what is asked for. */
    public static String group(long processId) throws IOException {
        Path file = Path.of("/proc", Long.toString(processId), "autogroup");
        String text = Files.exists(file) ? Files.readString(file).strip() : "";
        return text.isEmpty() ? LAST : text;
    }
}
