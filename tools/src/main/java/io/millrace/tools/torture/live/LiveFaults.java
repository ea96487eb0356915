package io.millrace.tools.torture.live;

import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Leftovers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The faults of this package, in the order of the report. */
public final class LiveFaults {
    private LiveFaults() {}

    /**
     * All of them; nothing is started or written before the first round.
     *
     * @param shared where tapes are kept for all rounds
     */
    public static List<Fault> all(final Path shared, final Leftovers leftovers) {
        final References references = new References(shared.resolve("tapes"));
        final List<Fault> faults = new ArrayList<>();
        faults.add(new KillRandomFault(references));
        faults.add(new KillFailpointFault(references));
        faults.add(new KillRecoveryFault(references));
        faults.add(new DiskFullFault(references, leftovers));
        faults.add(new ForceErrorFault(references));
        final DatabaseBench bench = new DatabaseBench(shared.resolve("postgres"), leftovers);
        faults.add(new ArchiverKillFault(references, bench));
        final LatencyRatios ratios = new LatencyRatios();
        for (final DatabaseTrouble trouble : DatabaseTrouble.values()) {
            faults.add(new DatabaseFault(trouble, shared.resolve("tapes"), bench, leftovers, ratios));
        }
        faults.add(new BootFault());
        return faults;
    }
}
