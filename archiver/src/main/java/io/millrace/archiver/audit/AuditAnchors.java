package io.millrace.archiver.audit;

import io.millrace.archiver.ArchiverException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of anchors: a first line that names the format, then one line for each chain and time, oldest first:
 * {@code 2026-01-31T12:00:00Z operational 1234 <64 hex digits>}.
 *
 * <p>Any thread; one writer. It is only worth something where those who may write to the database may not write to it.
 */
public final class AuditAnchors {
    private static final String FORMAT = "millrace-audit-anchors 1";
    private static final Pattern LINE = Pattern.compile("(\\S+) ([a-z]+(?::-?\\d+)?) (\\d{1,18}) ([0-9a-f]{64})");

    private AuditAnchors() {}

    /**
     * Reads a file of anchors.
     *
     * @throws ArchiverException where it is not one, or a line of it is damaged
     */
    public static List<AuditAnchor> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException binary) {
            throw new ArchiverException(
                    file + " is no file of audit anchors; millrace audit anchor --out makes one", binary);
        }
        if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
            throw new ArchiverException(file + " is no file of audit anchors: its first line is not \"" + FORMAT
                    + "\"; millrace audit anchor --out makes one");
        }
        List<AuditAnchor> anchors = new ArrayList<>(lines.size());
        for (int i = 1; i < lines.size(); i++) {
            anchors.add(parse(file, i + 1, lines.get(i)));
        }
        return anchors;
    }

    private static AuditAnchor parse(Path file, int number, String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
            try {
                return new AuditAnchor(
                        Instant.parse(matcher.group(1)),
                        new AuditHead(matcher.group(2), Long.parseLong(matcher.group(3)), matcher.group(4)));
            } catch (DateTimeException noTime) {
                // Told below.
            }
        }
        throw new ArchiverException(file + " line " + number
                + " is no audit anchor (time, chain, count, hash): take the file from its backup");
    }

    /** Writes the file anew with the heads of now behind what was there; a crash leaves the old file or the new one. */
    public static void append(Path file, List<AuditAnchor> before, Instant time, List<AuditHead> heads)
            throws IOException {
        StringBuilder text = new StringBuilder(FORMAT).append('\n');
        before.forEach(anchor -> line(text, anchor.time(), anchor.head()));
        heads.forEach(head -> line(text, time, head));
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, text, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void line(StringBuilder text, Instant time, AuditHead head) {
        text.append(time)
                .append(' ')
                .append(head.chain())
                .append(' ')
                .append(head.entryCount())
                .append(' ')
                .append(head.hash())
                .append('\n');
    }
}
