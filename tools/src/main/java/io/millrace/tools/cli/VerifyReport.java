package io.millrace.tools.cli;

import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.journal.JournalDamage;
import io.millrace.tools.wiring.Verification;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code millrace verify} reports. Immutable; main thread. */
record VerifyReport(Verification verification) implements Report {
    @Override
    public Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("records", verification.journal().records());
        object.put("firstSequence", verification.journal().firstSequence());
        object.put("replayedAfter", verification.replayedAfter());
        object.put("crcErrors", damaged(JournalDamage.Kind.CHECKSUM) ? 1 : 0);
        object.put("gaps", damaged(JournalDamage.Kind.GAP) ? 1 : 0);
        object.put(
                "damage",
                verification.journal().damage().map(VerifyReport::damage).orElse(null));
        object.put("replayed", verification.replay().map(ReplayReport::replayed).orElse(0L));
        object.put(
                "outputDigest",
                verification
                        .replay()
                        .map(each -> Format.digest(each.outputDigest()))
                        .orElse(null));
        object.put(
                "stateDigest",
                verification
                        .replay()
                        .map(each -> Format.digest(each.stateDigest()))
                        .orElse(null));
        object.put(
                "identical", verification.replay().map(ReplayReport::identical).orElse(false));
        object.put(
                "difference",
                verification
                        .replay()
                        .flatMap(ReplayReport::difference)
                        .map(each -> each.describe())
                        .orElse(null));
        object.put("archive", verification.archive().map(VerifyReport::archive).orElse(null));
        return object;
    }

    private boolean damaged(JournalDamage.Kind kind) {
        return verification
                .journal()
                .damage()
                .filter(each -> each.kind() == kind)
                .isPresent();
    }

    private static Map<String, Object> damage(JournalDamage damage) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", damage.kind().name());
        object.put("sequence", damage.sequence());
        object.put("file", damage.file());
        object.put("detail", damage.detail());
        return object;
    }

    private static Map<String, Object> archive(ArchiveCheck check) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("checked", check.checked());
        object.put("rows", check.rows());
        object.put("position", check.position());
        object.put("lag", check.lagRecords());
        object.put("identical", check.identical());
        object.put("deadLetters", check.deadLetters());
        object.put("firstDeadLetter", check.firstDeadLetter().orElse(null));
        object.put("difference", check.firstDifference().orElse(null));
        return object;
    }

    @Override
    public void print(TextPrinter out) {
        if (!verification.journal().good()) {
            JournalDamage damage = verification.journal().damage().orElseThrow();
            out.line("The journal is DAMAGED; it was not replayed.");
            out.pair("good records", Format.count(verification.journal().records()));
            out.pair("first damage", damage.describe());
            return;
        }
        out.line(verification.holds() ? "Identical." : "NOT identical.");
        out.pair("journal", Format.count(verification.journal().records()) + " records: no checksum error, no gap");
        if (verification.journal().firstSequence() > 1) {
            out.pair(
                    "",
                    "it begins at sequence "
                            + Format.count(verification.journal().firstSequence())
                            + ", what came before was removed by millrace retain; replayed from the snapshot at "
                            + Format.count(verification.replayedAfter()));
        }
        verification.replay().ifPresent(replay -> {
            out.pair(
                    "replay",
                    Format.count(replay.replayed()) + " inputs gave "
                            + (replay.identical() ? "the same " : "OTHER outputs than the ")
                            + Format.count(replay.outputs())
                            + " outputs, digest " + Format.digest(replay.outputDigest()));
            replay.difference().ifPresent(each -> out.pair("", "first difference: " + each.describe()));
        });
        verification.archive().ifPresent(check -> {
            out.pair(
                    "archive",
                    Format.count(check.checked()) + " records, " + Format.count(check.rows()) + " rows: "
                            + (check.identical() ? "equal to the journal" : "NOT equal to the journal")
                            + (check.lagRecords() > 0
                                    ? ", " + Format.count(check.lagRecords()) + " records behind"
                                    : ""));
            check.firstDeadLetter()
                    .ifPresent(each -> out.pair(
                            "", Format.count(check.deadLetters()) + " records are dead letters, the first: " + each));
            check.firstDifference().ifPresent(each -> out.pair("", "first difference: " + each));
        });
    }

    @Override
    public int exitCode() {
        if (!verification.journal().good()) {
            return ExitCodes.DAMAGED;
        }
        return verification.holds() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
