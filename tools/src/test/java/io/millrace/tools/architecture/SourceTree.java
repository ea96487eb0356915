package io.millrace.tools.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checked-out sources around the test run; stateless, any thread; fails when the run stands outside of a checkout. */
final class SourceTree {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private static final Pattern COMMENT_OR_TEXT =
            Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"");

    private SourceTree() {}

    /** The directory that holds the root pom and {@code .mvn}. */
    static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(directory.resolve(".mvn")) && Files.isRegularFile(directory.resolve("pom.xml"))) {
                return directory;
            }
        }
        throw new IllegalStateException("no directory with .mvn and pom.xml at or above " + start);
    }

    /** The modules that the root pom lists. */
    static List<Path> modules() {
        return MODULE.matcher(read(root().resolve("pom.xml")))
                .results()
                .map(match -> root().resolve(match.group(1)))
                .toList();
    }

    /** All Java files below a directory, in a fixed order; none when there is no such directory. */
    static List<Path> javaFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a source file without its comments and string literals. */
    static String withoutComments(Path source) {
        return COMMENT_OR_TEXT.matcher(read(source)).replaceAll("");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
