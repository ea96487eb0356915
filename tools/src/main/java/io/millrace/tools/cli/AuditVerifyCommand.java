package io.millrace.tools.cli;

import io.millrace.archiver.audit.AuditAnchor;
import io.millrace.archiver.audit.AuditAnchors;
import io.millrace.archiver.audit.AuditCheck;
import io.millrace.archiver.audit.AuditVerifier;
import io.millrace.tools.database.DatabaseHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace audit verify}: recomputes the chains of the audit trail. Main thread; changes nothing. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Recompute every hash of the audit trail and name the entries that were changed, replaced, taken out or put in.",
            "That the newest are gone, or that a chain was written anew, only an anchor can tell which is kept elsewhere.",
            "Exit code 3 where something is wrong."
        },
        footer = {"", "Example:", "  millrace audit verify --anchor /mnt/elsewhere/anchors"})
final class AuditVerifyCommand extends ReportCommand {
    @Mixin
    private AuditDatabase database;

    @Option(names = "--anchor", paramLabel = "FILE", description = "What millrace audit anchor has written.")
    private Path anchor;

    AuditVerifyCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        List<AuditAnchor> anchors = anchor == null ? List.of() : AuditAnchors.read(anchor);
        try (DatabaseHandle handle = database.open(context)) {
            return new AuditReport(verify(handle, anchors, context));
        }
    }

    static AuditCheck verify(DatabaseHandle handle, List<AuditAnchor> anchors, CliContext context) {
        ProgressDisplay bar = ProgressDisplay.unbounded(context, "audit trail", "entries");
        try {
            return AuditVerifier.verify(handle.target(), anchors, bar::update);
        } finally {
            bar.close();
        }
    }
}
