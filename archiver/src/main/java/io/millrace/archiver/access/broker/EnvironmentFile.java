package io.millrace.archiver.access.broker;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of {@code NAME=value} lines, such as {@code .env}. One writer at a time; replaced as a whole, readable by its owner only.
 * Lines that are not asked for stay as they are.
 */
public final class EnvironmentFile {
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)");

    private final Path file;

    public EnvironmentFile(Path file) {
        this.file = file;
    }

    /** The value of a name; quotes around it are no part of it. */
    public Optional<String> get(String name) throws IOException {
        String found = null;
        for (String line : lines()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && matcher.group(1).equals(name)) {
                found = unquoted(matcher.group(2).strip());
            }
        }
        return Optional.ofNullable(found).filter(value -> !value.isEmpty());
    }

    /**
     * Sets values, in place where the name is there already. An empty value clears a name.
     *
     * @throws IllegalArgumentException where a value holds the end of a line
     */
    public void set(Map<String, String> values) throws IOException {
        List<String> kept = new ArrayList<>();
        for (String line : lines()) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || !values.containsKey(matcher.group(1))) {
                kept.add(line);
            }
        }
        values.forEach((name, value) -> {
            if (value.chars().anyMatch(each -> each == '\n' || each == '\r')) {
                throw new IllegalArgumentException("the value of " + name + " holds the end of a line");
            }
            kept.add(name + "=" + value);
        });
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(next, kept);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> lines() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && ((value.startsWith("\"") && value.endsWith("\"")) || (value.startsWith("'") && value.endsWith("'")));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
