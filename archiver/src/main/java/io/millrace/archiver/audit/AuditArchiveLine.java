package io.millrace.archiver.audit;

import io.millrace.archiver.ArchiverException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** An audit entry as a line of text, as COPY would write it: tabs between the columns, {@code \N} for NULL. Stateless. */
final class AuditArchiveLine {
    private static final int COLUMNS = 15;
    private static final Pattern TAB = Pattern.compile("\t");

    private AuditArchiveLine() {}

    static String of(AuditEntry entry) {
        StringBuilder line = new StringBuilder();
        field(line, entry.chain());
        field(line, entry.chainSequence());
        field(line, entry.entityType());
        field(line, entry.entityId());
        field(line, entry.action());
        field(line, entry.actor());
        field(line, entry.userId());
        field(line, entry.oldValue());
        field(line, entry.newValue());
        field(line, entry.timestampMicros());
        field(line, entry.context());
        field(line, entry.engineId());
        field(line, entry.sequence());
        field(line, HexFormat.of().formatHex(entry.previousHash()));
        field(line, HexFormat.of().formatHex(entry.hash()));
        line.setCharAt(line.length() - 1, '\n');
        return line.toString();
    }

    private static void field(StringBuilder line, Object value) {
        line.append(
                        value == null
                                ? "\\N"
                                : value.toString()
                                        .replace("\\", "\\\\")
                                        .replace("\t", "\\t")
                                        .replace("\n", "\\n")
                                        .replace("\r", "\\r"))
                .append('\t');
    }

    static AuditEntry parse(Path file, String line) {
        String[] part = TAB.split(line, -1);
        try {
            if (part.length != COLUMNS) {
                throw new IllegalArgumentException("it has " + part.length + " columns");
            }
            return new AuditEntry(
                    text(part[0]),
                    Long.parseLong(part[1]),
                    text(part[2]),
                    text(part[3]),
                    text(part[4]),
                    text(part[5]),
                    text(part[6]),
                    text(part[7]),
                    text(part[8]),
                    Long.parseLong(part[9]),
                    text(part[10]),
                    text(part[11]) == null ? null : Integer.valueOf(part[11]),
                    text(part[12]) == null ? null : Long.valueOf(part[12]),
                    HexFormat.of().parseHex(part[13]),
                    HexFormat.of().parseHex(part[14]));
        } catch (IllegalArgumentException malformed) {
            throw new ArchiverException(
                    file + " is damaged: a line is no audit entry: " + malformed.getMessage(), malformed);
        }
    }

    private static String text(String field) {
        if (field.equals("\\N")) {
            return null;
        }
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                i++;
                c = switch (field.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> field.charAt(i);
                };
            }
            text.append(c);
        }
        return text.toString();
    }
}
