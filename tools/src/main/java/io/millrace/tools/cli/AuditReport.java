package io.millrace.tools.cli;

import io.millrace.archiver.audit.AuditCheck;
import io.millrace.archiver.audit.AuditFinding;
import io.millrace.archiver.audit.AuditHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the verification of the audit trail found; exit code 3 where something is wrong. Immutable. */
record AuditReport(AuditCheck check) implements Report {
    @Override
    public Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("whole", check.whole());
        object.put("entries", check.entryCount());
        object.put("anchors", check.anchorCount());
        object.put("chains", heads(check.heads()));
        object.put(
                "findings", check.findings().stream().map(AuditReport::finding).toList());
        object.put("findingCount", check.findingCount());
        return object;
    }

    static List<Map<String, Object>> heads(List<AuditHead> heads) {
        return heads.stream().map(AuditReport::head).toList();
    }

    private static Map<String, Object> head(AuditHead head) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("chain", head.chain());
        object.put("entries", head.entryCount());
        object.put("hash", head.hash());
        return object;
    }

    private static Map<String, Object> finding(AuditFinding finding) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("chain", finding.chain());
        object.put("from", finding.fromSequence());
        object.put("to", finding.toSequence());
        object.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
        object.put("detail", finding.detail());
        return object;
    }

    @Override
    public void print(TextPrinter out) {
        out.line((check.whole()
                        ? "The audit trail is whole: "
                        : "The audit trail is DAMAGED: " + Format.count(check.findingCount()) + " findings in ")
                + Format.count(check.entryCount()) + " entries in "
                + check.heads().size() + " chains, "
                + (check.anchorCount() == 0 ? "no anchor given" : check.anchorCount() + " anchors compared") + ".");
        check.findings().forEach(finding -> out.line("  " + finding));
        long untold = check.findingCount() - check.findings().size();
        if (untold > 0) {
            out.line("  and " + Format.count(untold) + " more");
        }
    }

    @Override
    public int exitCode() {
        return check.whole() ? ExitCodes.DONE : ExitCodes.DAMAGED;
    }
}
