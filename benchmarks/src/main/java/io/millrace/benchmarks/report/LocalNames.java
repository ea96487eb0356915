package io.millrace.benchmarks.report;

import io.millrace.benchmarks.support.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of this machine and of its folders, which a published result must not hold: its readers have no use for them.
 *
 * <p>Immutable; any thread.
 */
final class LocalNames {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final String NOT_A_NAME = "localhost";

    private final List<Pattern> paths;
    private final List<Pattern> hosts;

    LocalNames(final List<String> paths, final List<String> hosts) {
        this.paths = longestFirst(paths, path -> Pattern.quote(path) + "[^\\s\"',:;`)]*");
        this.hosts = longestFirst(hosts, host -> "(?<![\\w.-])" + Pattern.quote(host) + "(?![\\w-])");
    }

    static LocalNames ofThisMachine() throws IOException {
        final String fromKernel =
                Files.isReadable(HOST_NAME) ? Files.readString(HOST_NAME).strip() : null;
        return new LocalNames(
                Stream.of(
                                System.getProperty("java.home"),
                                System.getProperty("user.home"),
                                System.getProperty("user.dir"),
                                System.getProperty("java.io.tmpdir"),
                                ScratchDirectory.parent().toAbsolutePath().toString())
                        .filter(Objects::nonNull)
                        .filter(path -> path.length() > 1)
                        .toList(),
                Stream.of(fromKernel, System.getenv("HOSTNAME"))
                        .filter(Objects::nonNull)
                        .filter(host -> !host.isEmpty() && !host.equals(NOT_A_NAME))
                        .toList());
    }

    /** The text without those names: a path is cut down to its last part, a host becomes {@code HOST}. */
    String redact(final String text) {
        String redacted = text;
        for (final Pattern path : paths) {
            redacted = path.matcher(redacted).replaceAll(found -> lastPart(found.group()));
        }
        for (final Pattern host : hosts) {
            redacted = host.matcher(redacted).replaceAll("HOST");
        }
        return redacted;
    }

    private static String lastPart(final String path) {
        return path.substring(path.lastIndexOf('/') + 1).replace("$", "\\$");
    }

    private static List<Pattern> longestFirst(final List<String> names, final UnaryOperator<String> pattern) {
        return names.stream()
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(name -> Pattern.compile(pattern.apply(name)))
                .toList();
    }
}
