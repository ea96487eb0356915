package io.millrace.tools.cli;

import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.recovery.EngineLock;
import io.millrace.tools.doctor.LockHolder;
import io.millrace.tools.view.LatencySummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace stat}: counters and latencies of a live or a dead engine, read without touching it. Main thread. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        description = "Show the counters and latencies of a live or a dead engine.",
        footer = {"", "Example:", "  millrace stat --json"})
final class StatCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    StatCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        Path directory = data.existing();
        Path file = directory.resolve("counters.dat");
        if (!Files.isRegularFile(file)) {
            throw UserError.usage(
                    "no counters in " + directory + ": no engine has run there yet; start one with millrace run");
        }
        Map<EngineCounter, Long> values = new EnumMap<>(EngineCounter.class);
        try (CountersFile counters = CountersFile.read(file)) {
            for (EngineCounter counter : EngineCounter.values()) {
                values.put(counter, counters.value(counter));
            }
            boolean running =
                    LockHolder.of(directory.resolve(EngineLock.FILE_NAME)).isPresent();
            return new StatReport(
                    running,
                    counters.processId(),
                    counters.startTimeNs(),
                    values,
                    LatencySummary.newestIn(directory.resolve("latency")),
                    ArchiverStatusFile.read(directory));
        }
    }

    private record StatReport(
            boolean running,
            long processId,
            long startTimeNs,
            Map<EngineCounter, Long> counters,
            Map<String, LatencySummary> latencies,
            Optional<ArchiverStatusFile.Entry> archiver)
            implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("running", running);
            object.put("processId", processId);
            object.put("startTimeNs", startTimeNs);
            counters.forEach((counter, value) -> object.put(camelCase(counter), value));
            object.put("latencyNs", LatencyTable.json(latencies));
            object.put("archiver", archiver.map(ArchiverStatusFile.Entry::json).orElse(null));
            return object;
        }

        private static String camelCase(EngineCounter counter) {
            StringBuilder name = new StringBuilder();
            for (String word : counter.name().toLowerCase(Locale.ROOT).split("_", -1)) {
                name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            return name.toString();
        }

        @Override
        public void print(TextPrinter out) {
            out.line("Engine process " + processId + (running ? ", running" : ", not running") + ", started "
                    + Format.timeNs(startTimeNs));
            out.blank();
            out.table(
                    List.of("counter", ">value"),
                    counters.entrySet().stream()
                            .map(each -> List.of(each.getKey().label(), shown(each.getKey(), each.getValue())))
                            .toList());
            if (!latencies.isEmpty()) {
                out.blank();
                LatencyTable.print(out, latencies);
            }
            archiver.ifPresent(each -> {
                out.blank();
                each.print(out);
            });
        }

        private static String shown(EngineCounter counter, long value) {
            return counter == EngineCounter.CLOCK_NS && value != 0 ? Format.timeNs(value) : Format.count(value);
        }
    }
}
