package io.millrace.journal.golden;

import io.millrace.journal.codec.MessageHeaderDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** The frozen files: hex of records and of a batch, and the schema, by version. */
public final class GoldenFiles {
    /** The system property that lets the tests write what is missing of the current version. */
    public static final String WRITE_PROPERTY = "millrace.golden.write";

    static final Path CURRENT_SCHEMA = Path.of("src/main/resources/sbe/millrace.xml");

    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final int BYTES_PER_LINE = 32;

    private GoldenFiles() {}

    /** All versions that were released, this one included. */
    public static List<Integer> versions() {
        return IntStream.rangeClosed(1, MessageHeaderDecoder.SCHEMA_VERSION)
                .boxed()
                .toList();
    }

    static Path hexFile(final int version, final String name) {
        return ROOT.resolve("v" + version).resolve(name + ".hex");
    }

    static Path schemaFile(final int version) {
        return ROOT.resolve("v" + version).resolve("millrace-v" + version + ".xml");
    }

    static Schema schema(final int version) {
        return Schema.parse(read(schemaFile(version)));
    }

    /** The bytes of a golden file. */
    public static byte[] bytes(final int version, final String name) {
        return HexFormat.of().parseHex(read(hexFile(version, name)).replaceAll("\\s", ""));
    }

    /** Writes a golden file of the current version; one that exists stays as it is. */
    public static void writeMissing(final String name, final byte[] bytes) {
        final StringBuilder hex = new StringBuilder();
        for (int at = 0; at < bytes.length; at += BYTES_PER_LINE) {
            hex.append(HexFormat.of().formatHex(bytes, at, Math.min(bytes.length, at + BYTES_PER_LINE)))
                    .append('\n');
        }
        writeMissing(hexFile(MessageHeaderDecoder.SCHEMA_VERSION, name), hex.toString());
    }

    static void writeMissing(final Path file, final String text) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(
                    "no golden file " + file + ": write what is missing of the current version with"
                            + " 'mvn -pl journal test -D" + WRITE_PROPERTY + "=true'",
                    e);
        }
    }
}
