package io.millrace.tools.cli;

import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.doctor.Doctor;
import io.millrace.tools.doctor.Finding;
import io.millrace.tools.doctor.PresetAdvice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace doctor}: examines what Millrace stands on and says what to do about each finding. Main thread. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Check the JDK, its flags, machine, disk, clock, journal and database, with a remedy for each finding;",
            "say which preset of the engine fits (run --preset)."
        },
        footer = {"", "Example:", "  millrace doctor --data ./millrace-data"})
final class DoctorCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    @Mixin
    private DatabaseOptions database;

    DoctorCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        database.check();
        Optional<String> url =
                Optional.ofNullable(database.database).filter(text -> !text.equals(DatabaseHandle.EMBEDDED));
        return new DoctorReport(new Doctor(data.directory(), url).examine(), PresetAdvice.ofThisMachine());
    }

    private record DoctorReport(List<Finding> findings, PresetAdvice advice) implements Report {
        private long count(Finding.Status status) {
            return findings.stream()
                    .filter(finding -> finding.status() == status)
                    .count();
        }

        @Override
        public Map<String, Object> json() {
            List<Map<String, Object>> list = new ArrayList<>();
            for (Finding finding : findings) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("check", finding.check());
                each.put("status", finding.status().name().toLowerCase(Locale.ROOT));
                each.put("detail", finding.detail());
                each.put("remedy", finding.remedy().isEmpty() ? null : finding.remedy());
                list.add(each);
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("healthy", exitCode() == ExitCodes.DONE);
            object.put("problems", count(Finding.Status.PROBLEM));
            object.put("warnings", count(Finding.Status.WARNING));
            object.put("preset", advice.preset().label());
            object.put("presetReason", advice.reason());
            object.put("findings", list);
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            for (Finding finding : findings) {
                String mark = switch (finding.status()) {
                    case OK -> "ok      ";
                    case WARNING -> "warning ";
                    case PROBLEM -> "PROBLEM ";
                };
                out.pair(finding.check(), mark + " " + finding.detail());
                if (!finding.remedy().isEmpty()) {
                    out.pair("", "          do: " + finding.remedy());
                }
            }
            out.pair("preset", "ok        " + advice.preset().label() + " fits: " + advice.reason());
            out.blank();
            out.line(
                    exitCode() == ExitCodes.DONE
                            ? "Nothing blocks. Next: millrace demo"
                            : "Problems: " + count(Finding.Status.PROBLEM)
                                    + ". Mend them and run millrace doctor again.");
        }

        @Override
        public int exitCode() {
            return count(Finding.Status.PROBLEM) == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }
}
