package io.millrace.tools.cli;

import io.millrace.tools.wiring.FollowedOutputs;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what is followed, one line each, and flushes each, because somebody waits for it. Main thread. */
final class FollowPrinter implements FollowedOutputs.Listener {
    private final CliContext context;
    private final boolean asJson;
    private final Json json = new Json();

    FollowPrinter(CliContext context, boolean asJson) {
        this.context = context;
        this.asJson = asJson;
    }

    @Override
    public boolean onRecord(Map<String, Object> record, boolean fromJournal) {
        if (fromJournal) {
            record.put("fromJournal", true);
        }
        context.out().println(asJson ? json.write(record) : JournalDumpCommand.line(record));
        // The reader of a pipe may have gone away, as head does.
        return !context.out().checkError();
    }

    @Override
    public void onGap(long afterSequence, long beforeSequence, boolean certain) {
        if (asJson) {
            Map<String, Object> gap = new LinkedHashMap<>();
            gap.put("gap", certain ? "missed" : "engine started again");
            gap.put("afterSequence", afterSequence);
            gap.put("beforeSequence", beforeSequence);
            context.out().println(json.write(gap));
        } else {
            context.out()
                    .println("-- " + (certain ? "missed records" : "the engine was started again") + " between "
                            + afterSequence + " and " + beforeSequence);
        }
    }

    @Override
    public void onLost(String problem) {
        context.err().println("millrace: " + problem);
        context.err().flush();
    }
}
