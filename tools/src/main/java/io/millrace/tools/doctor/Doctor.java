package io.millrace.tools.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Examines everything that Millrace stands on, in the order in which a run would meet it. Any thread. */
public final class Doctor {
    private final Path dataDirectory;
    private final Optional<String> databaseUrl;

    /**
     * @param dataDirectory which need not exist
     * @param databaseUrl a server that is to be reached; empty for the embedded one
     */
    public Doctor(Path dataDirectory, Optional<String> databaseUrl) {
        this.dataDirectory = dataDirectory;
        this.databaseUrl = databaseUrl;
    }

    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(new JvmChecks().examine());
        findings.addAll(new MachineChecks().examine());
        findings.addAll(new DiskChecks(dataDirectory).examine());
        findings.addAll(new JournalChecks(dataDirectory).examine());
        findings.add(new DatabaseChecks(dataDirectory, databaseUrl).examine());
        return findings;
    }
}
