package io.millrace.tools.cli;

import io.millrace.journal.record.RecordKind;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.tools.view.RecordView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code millrace journal dump}: writes records out, one per line; with {@code --json} one object per line. Main thread.
 *
 * <p>Reads from the start also when {@code --from} is late, because the records there say what the numbers stand for.
 */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description = "Write records out, one line each; with --json one JSON object per line.",
        footer = {"", "Example:", "  millrace journal dump --kind Signal,SignalBlocked --json"})
final class JournalDumpCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private DataOptions data;

    @Option(names = "--from", paramLabel = "SEQ", defaultValue = "1", description = "First sequence (default: 1).")
    private long from;

    @Option(names = "--to", paramLabel = "SEQ", description = "Last sequence (default: the end).")
    private Long to;

    @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "Only these kinds, such as Trade,Signal.")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many records.")
    private Long limit;

    private final CliContext context;
    private final Json json = new Json();
    private final RecordView view = new RecordView();
    private Set<RecordKind> wanted;
    private long written;
    private boolean ended;

    JournalDumpCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (from < 1 || (to != null && to < from)) {
            throw UserError.usage(
                    "--from " + from + " --to " + to + ": sequences start at 1, and --to is not before --from");
        }
        if (limit != null && limit < 1) {
            throw UserError.usage("--limit " + limit + ": give 1 or more");
        }
        wanted = wantedKinds();
        try (JournalTailer tailer = JournalTailer.open(data.existing().resolve("journal"))) {
            view.learn(tailer.extent());
            while (!ended && tailer.poll(this::onBatch)) {
                if (context.out().checkError()) {
                    // The reader of a pipe has gone away, as head does; nobody is left to be told.
                    return ExitCodes.DONE;
                }
            }
        }
        context.out().flush();
        return ExitCodes.DONE;
    }

    private Set<RecordKind> wantedKinds() {
        Set<RecordKind> chosen = EnumSet.noneOf(RecordKind.class);
        for (String name : kinds) {
            RecordKind found = null;
            for (RecordKind kind : RecordKind.values()) {
                if (kind.label().equalsIgnoreCase(name.strip())) {
                    found = kind;
                }
            }
            if (found == null) {
                List<String> known = new ArrayList<>();
                for (RecordKind kind : RecordKind.values()) {
                    known.add(kind.label());
                }
                throw UserError.usage(
                        "--kind " + name + ": there is no such kind; known are " + String.join(", ", known));
            }
            chosen.add(found);
        }
        return chosen.isEmpty() ? EnumSet.allOf(RecordKind.class) : chosen;
    }

    private void onBatch(BatchView batch) {
        batch.forEach(this::onRecord);
    }

    private void onRecord(long sequence, int templateId, DirectBuffer buffer, int offset, int length) {
        if (ended) {
            return;
        }
        if ((to != null && sequence > to) || (limit != null && written == limit)) {
            ended = true;
            return;
        }
        if (sequence < from || !wanted.contains(RecordKind.of(templateId))) {
            view.pass(templateId, buffer, offset);
            return;
        }
        Map<String, Object> record = view.of(sequence, templateId, buffer, offset);
        context.out().println(output.json ? json.write(record) : line(record));
        written++;
    }

    /** A record as one line for people. */
    static String line(Map<String, Object> record) {
        StringBuilder line = new StringBuilder();
        for (Map.Entry<String, Object> field : record.entrySet()) {
            String value = String.valueOf(field.getValue()).replace('\n', ' ');
            switch (field.getKey()) {
                case "sequence" -> line.append(String.format(java.util.Locale.ROOT, "%10s", value));
                case "kind" -> line.append("  ").append(String.format(java.util.Locale.ROOT, "%-17s", value));
                case "eventTime" -> line.append(' ').append(value);
                case "eventTimeNs" -> {
                    // The readable time stands there already.
                }
                default -> line.append(' ').append(field.getKey()).append('=').append(value);
            }
        }
        return line.toString();
    }
}
