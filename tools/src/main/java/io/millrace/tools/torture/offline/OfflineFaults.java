package io.millrace.tools.torture.offline;

import io.millrace.tools.supervise.CommandProcess;
import io.millrace.tools.torture.Fault;
import java.time.Duration;
import java.util.List;

/** The faults of this package. They share one process for commands and one journal to hurt; one thread runs them all. */
public final class OfflineFaults {
    private OfflineFaults() {}

    /** All of them, in the order of the report. */
    public static List<Fault> all() {
        final CommandProcess command = new CommandProcess(Duration.ofMinutes(1));
        final Base base = new Base(command);
        return List.of(
                new TornTail(base),
                new BitFlips(base),
                new LostPages(base),
                new Fuzz(base),
                new ConfigErrors(command),
                new EventOrder(command),
                new ClockCases(),
                new GoldenJournals(command));
    }
}
