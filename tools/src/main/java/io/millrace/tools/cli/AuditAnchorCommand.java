package io.millrace.tools.cli;

import io.millrace.archiver.audit.AuditAnchor;
import io.millrace.archiver.audit.AuditAnchors;
import io.millrace.archiver.audit.AuditCheck;
import io.millrace.archiver.audit.AuditHead;
import io.millrace.journal.time.Clocks;
import io.millrace.tools.database.DatabaseHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace audit anchor}: writes down where the chains end. Main thread; does not write to the database. */
@Command(
        name = "anchor",
        mixinStandardHelpOptions = true,
        description = {
            "Verify the audit trail, with the anchors that are in the file already, and add where its chains end now.",
            "Keep the file where those who may write to the database may not; a damaged trail is not anchored."
        },
        footer = {"", "Example:", "  millrace audit anchor --out /mnt/elsewhere/anchors"})
final class AuditAnchorCommand extends ReportCommand {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    @Mixin
    private AuditDatabase database;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file of anchors; made where there is none.")
    private Path out;

    AuditAnchorCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        List<AuditAnchor> before = Files.exists(out) ? AuditAnchors.read(out) : List.of();
        Path directory = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            throw UserError.usage("--out: no directory " + directory);
        }
        try (DatabaseHandle handle = database.open(context)) {
            AuditCheck check = AuditVerifyCommand.verify(handle, before, context);
            if (!check.whole()) {
                return new AuditReport(check);
            }
            Instant now = Instant.ofEpochSecond(Clocks.epoch().nanoTime() / NANOS_PER_SECOND);
            AuditAnchors.append(out, before, now, check.heads());
            return new Outcome(out, now, check.heads());
        }
    }

    private record Outcome(Path file, Instant time, List<AuditHead> heads) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file.toString());
            object.put("time", time.toString());
            object.put("chains", AuditReport.heads(heads));
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line("Anchored " + heads.size() + " chains in " + file + " at " + time + ":");
            out.table(
                    List.of("chain", ">entries", "hash"),
                    heads.stream()
                            .map(head -> List.of(head.chain(), Format.count(head.entryCount()), head.hash()))
                            .toList());
        }
    }
}
