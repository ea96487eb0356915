package io.millrace.archiver.access.testing;

import io.millrace.archiver.access.connection.AccessConfig;
import io.millrace.archiver.access.connection.DatabaseConnection;
import io.millrace.archiver.access.connection.PoolSettings;
import io.millrace.archiver.access.connection.Timeouts;
import io.millrace.archiver.database.DatabaseTarget;
import java.time.Duration;

/** Access layers of the tests: small pools that lose patience soon. */
public final class AccessFixture {
    /** For tests of the timeouts themselves. */
    public static final Timeouts SHORT = new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20));

    /** Long enough for a machine that is busy with other things. */
    private static final Timeouts PATIENT = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(50),
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    private AccessFixture() {}

    public static AccessConfig config(DatabaseTarget database, int connections) {
        return AccessConfig.defaults(database)
                .withApplicationName("millrace-test")
                .withPool(new PoolSettings(0, connections, Duration.ofMillis(700), Duration.ofHours(1)))
                .withTimeouts(PATIENT);
    }

    public static DatabaseConnection open(DatabaseTarget database) {
        return open(database, 4);
    }

    public static DatabaseConnection openHasty(DatabaseTarget database, int connections) {
        return DatabaseConnection.initialize(config(database, connections).withTimeouts(SHORT));
    }

    public static DatabaseConnection open(DatabaseTarget database, int connections) {
        return DatabaseConnection.initialize(config(database, connections));
    }
}
