package io.millrace.tools.doctor;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.tools.database.EmbeddedDatabaseException;
import io.millrace.tools.database.EmbeddedDatabaseProbe;
import io.millrace.tools.database.Reachability;
import java.nio.file.Path;
import java.util.Optional;

/** The database that the archive would go to. Any thread; starts no server. */
final class DatabaseChecks {
    private static final int OLDEST_MAJOR = 15;

    private final Path dataDirectory;
    private final Optional<String> url;

    DatabaseChecks(Path dataDirectory, Optional<String> url) {
        this.dataDirectory = dataDirectory;
        this.url = url;
    }

    Finding examine() {
        return url.isPresent() ? named(url.get()) : embedded();
    }

    private static Finding named(String text) {
        DatabaseTarget target = DatabaseTarget.of(text);
        try {
            String version = Reachability.require(target);
            String detail = target.describe() + " answers, PostgreSQL " + version;
            if (major(version) < OLDEST_MAJOR) {
                return Finding.problem("database", detail, "use PostgreSQL " + OLDEST_MAJOR + " or newer");
            }
            return Finding.ok("database", detail);
        } catch (DatabaseUnavailableException away) {
            return Finding.problem("database", target.describe() + " does not answer", away.getMessage());
        }
    }

    private static int major(String version) {
        String digits = version.replaceAll("^(\\d+).*", "$1");
        return digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }

    private Finding embedded() {
        try {
            EmbeddedDatabaseProbe probe = EmbeddedDatabaseProbe.examine(dataDirectory);
            String state = probe.processId() == 0
                    ? "not running, would run "
                    : "running as process " + probe.processId() + " on port " + probe.port() + ", runs ";
            return Finding.ok("database", "embedded " + probe.version() + ", " + state + probe.runsAs());
        } catch (EmbeddedDatabaseException unable) {
            return Finding.problem("database", unable.getMessage(), "name a server with --database URL");
        }
    }
}
