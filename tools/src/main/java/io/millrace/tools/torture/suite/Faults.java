package io.millrace.tools.torture.suite;

import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Leftovers;
import io.millrace.tools.torture.live.LiveFaults;
import io.millrace.tools.torture.offline.OfflineFaults;
import io.millrace.tools.torture.twin.TwinFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The list of all faults, in the order of the report. One thread. */
public final class Faults {
    private Faults() {}

    /**
     * All faults.
     *
     * @param shared a directory for what rounds of several faults use; exists as long as the faults are used
     * @param leftovers where they note what must not outlive the process
     */
    public static List<Fault> all(final Path shared, final Leftovers leftovers) {
        final List<Fault> faults = new ArrayList<>();
        faults.addAll(LiveFaults.all(shared, leftovers));
        faults.addAll(OfflineFaults.all());
        faults.add(new TwinFault());
        return faults;
    }
}
