package io.millrace.engine.thread;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weight of the group in which Linux schedules a session ({@code kernel.sched_autogroup_enabled}, sched(7)): between groups that is
 * what counts, whatever the threads inside have.
 *
 * <p>Any thread. Less weight anybody may give to the own processes, more needs root, CAP_SYS_NICE or RLIMIT_NICE.
 */
public final class SessionGroup {
    private static final Logger LOG = LoggerFactory.getLogger(SessionGroup.class);
    private static final Pattern NICE = Pattern.compile("nice (-?\\d+)");

    private SessionGroup() {}

    /** The nice value of a process' group; empty where the kernel makes no such groups or there is no such process. */
    public static OptionalInt niceOf(final long processId) {
        try {
            final Matcher found = NICE.matcher(Files.readString(file(processId), StandardCharsets.US_ASCII));
            return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
        } catch (final IOException none) {
            return OptionalInt.empty();
        }
    }

    /**
     * Gives the group of a process another nice value; nothing to do where the kernel makes no such groups.
     *
     * @return false where it was refused, or has to be tried again: the kernel takes a change from an ordinary user ten times a second
     */
    public static boolean weigh(final long processId, final int nice) {
        final Path group = file(processId);
        try {
            if (Files.exists(group)) {
                Files.writeString(group, Integer.toString(nice), StandardCharsets.US_ASCII);
            }
            return true;
        } catch (final IOException e) {
            LOG.debug("the group of process {} keeps its weight: {}", processId, e.toString());
            return false;
        }
    }

    private static Path file(final long processId) {
        return Path.of("/proc", Long.toString(processId), "autogroup");
    }
}
