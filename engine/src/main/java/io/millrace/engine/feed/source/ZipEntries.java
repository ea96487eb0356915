package io.millrace.engine.feed.source;

import io.millrace.engine.config.ConfigurationError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Chooses the entry of a zip file that holds the data: the only one that is no directory and not hidden, or the one
 * that is asked for by name. Taking one of several unasked would lose the others without a word.
 *
 * <p>Used once, when a feed is opened.
 */
final class ZipEntries {

    private ZipEntries() {}

    /** Name of the entry to read; null when the directory of the file cannot be read and the first one has to do. */
    static String choose(Path file, String asked) throws IOException {
        if (Files.size(file) == 0) {
            throw empty(file);
        }
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            zip.stream().filter(ZipEntries::isData).forEach(entry -> names.add(entry.getName()));
        } catch (ZipException e) {
            return asked;
        }
        if (asked != null) {
            if (!names.contains(asked)) {
                throw new ConfigurationError("feed file " + file + ": no entry '" + asked + "' in it; it holds "
                        + (names.isEmpty() ? "no data entry" : String.join(", ", names)));
            }
            return asked;
        }
        if (names.isEmpty()) {
            throw empty(file);
        }
        if (names.size() > 1) {
            throw new ConfigurationError("feed file " + file + ": the zip holds " + names.size()
                    + " data entries; name one with the option entry (" + String.join(", ", names) + ")");
        }
        return names.get(0);
    }

    private static ConfigurationError empty(Path file) {
        return new ConfigurationError("feed file " + file + ": the zip holds no data entry; choose another file");
    }

    static boolean isData(ZipEntry entry) {
        String name = entry.getName();
        String last = name.substring(name.lastIndexOf('/') + 1);
        return !entry.isDirectory() && !last.startsWith(".") && !name.startsWith("__MACOSX/");
    }
}
