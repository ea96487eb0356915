package io.millrace.tools.cli;

import io.millrace.archiver.audit.AuditAnchor;
import io.millrace.archiver.audit.AuditAnchors;
import io.millrace.archiver.audit.AuditArchive;
import io.millrace.archiver.audit.AuditArchive.Summary;
import io.millrace.archiver.audit.AuditHead;
import io.millrace.tools.database.DatabaseHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db archive-audit}: old audit entries in a file that proves itself. Main thread; removes nothing. */
@Command(
        name = "archive-audit",
        mixinStandardHelpOptions = true,
        description = {
            "Copy old entries of the audit trail into a file that can be verified without the database, and write the heads of their",
            "chains down as anchors. The entries stay: an append-only trail loses nothing, and audit verify needs its beginning."
        },
        footer = {
            "",
            "Example:",
            "  millrace db archive-audit --older-than 90d --out audit-2026-11.gz --anchors audit.anchors",
            "  millrace db archive-audit --verify audit-2026-11.gz --anchors audit.anchors"
        })
final class DbArchiveAuditCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            defaultValue = "90d",
            description = "How old, such as 90d (the default).")
    private String olderThan;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write; must not exist.")
    private Path out;

    @Option(
            names = "--anchors",
            required = true,
            paramLabel = "FILE",
            description =
                    "Heads of the chains: what they cover is not copied again; new ones are added. Keep it where those who may"
                            + " write to the database may not.")
    private Path anchorFile;

    @Option(names = "--verify", paramLabel = "FILE", description = "Verify such a file instead; needs no database.")
    private Path verify;

    DbArchiveAuditCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        Instant before = Age.before("--older-than", olderThan);
        if ((out == null) == (verify == null)) {
            throw UserError.usage("--out and --verify: give one of them");
        }
        List<AuditAnchor> anchors = Files.exists(anchorFile) ? AuditAnchors.read(anchorFile) : List.of();
        if (verify != null) {
            if (!Files.exists(anchorFile) || !Files.isRegularFile(verify)) {
                throw new NoSuchFileException((Files.exists(anchorFile) ? verify : anchorFile).toString());
            }
            return new Outcome(verify, AuditArchive.verify(verify, anchors), "Verified ");
        }
        Path file = DbBackupCommand.newFile(out);
        try (DatabaseHandle handle = database.existing(context);
                ProgressDisplay progress = ProgressDisplay.unbounded(context, "audit", "entries")) {
            Summary summary = AuditArchive.write(handle.target(), before, anchors, file, progress::update);
            if (summary.entries() > 0) {
                AuditAnchors.append(anchorFile.toAbsolutePath(), anchors, Age.now(), summary.heads());
            }
            return new Outcome(file, summary, "Copied to ");
        }
    }

    private record Outcome(Path file, Summary summary, String headline) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", summary.entries() == 0 ? null : file.toString());
            object.put("entries", summary.entries());
            object.put("heads", summary.heads().stream().map(Outcome::head).toList());
            return object;
        }

        private static Map<String, Object> head(AuditHead head) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("chain", head.chain());
            object.put("entries", head.entryCount());
            object.put("hash", head.hash());
            return object;
        }

        @Override
        public void print(TextPrinter printer) {
            if (summary.entries() == 0) {
                printer.line("Nothing is old enough that is not copied already.");
                return;
            }
            printer.line(headline + file + ": " + Format.count(summary.entries()) + " entries.");
            summary.heads()
                    .forEach(head -> printer.pair(
                            head.chain(), "up to " + Format.count(head.entryCount()) + ", " + head.hash()));
        }
    }
}
