package io.millrace.tools.torture.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a directory as they were, by their path below it. Any thread; nothing of it changes. */
final class FileTree {
    private final Map<String, FileImage> files;

    private FileTree(final Map<String, FileImage> files) {
        this.files = files;
    }

    /** Reads a directory; an absent one has no files. */
    static FileTree of(final Path root, final String... parts) throws IOException {
        final Map<String, FileImage> files = new TreeMap<>();
        for (final String part : parts) {
            final Path start = root.resolve(part);
            for (final Path file : regularFiles(start)) {
                files.put(root.relativize(file).toString(), FileImage.of(file));
            }
        }
        return new FileTree(files);
    }

    /** Regular files below a path, in order of their names. */
    static List<Path> regularFiles(final Path start) throws IOException {
        if (!Files.exists(start)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(start)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    void write(final Path root) throws IOException {
        for (final Map.Entry<String, FileImage> file : files.entrySet()) {
            file.getValue().write(root.resolve(file.getKey()));
        }
    }

    FileImage file(final String name) {
        return files.get(name);
    }

    /** Names that end so, in order. */
    List<String> names(final String suffix) {
        return files.keySet().stream().filter(name -> name.endsWith(suffix)).toList();
    }

    /** What differs between these files and those below a directory; empty when nothing does. */
    String difference(final Path root, final String... parts) throws IOException {
        final StringBuilder difference = new StringBuilder();
        final Map<String, FileImage> left = new TreeMap<>(files);
        for (final String part : parts) {
            for (final Path file : regularFiles(root.resolve(part))) {
                final String name = root.relativize(file).toString();
                final FileImage before = left.remove(name);
                if (before == null) {
                    difference.append(name).append(" is new; ");
                } else if (!before.isIn(file)) {
                    difference.append(name).append(" has changed; ");
                }
            }
        }
        left.keySet().forEach(name -> difference.append(name).append(" is gone; "));
        return difference.toString();
    }
}
