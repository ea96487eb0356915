package io.millrace.archiver.access.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.archiver.access.connection.DatabaseConnection;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.testing.AccessFixture;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers({"S2-119..123", "S0-039", "S0-055"})
class OperationLogIT {
    private static final Sql INSERT = Sql.insert("INSERT INTO t VALUES (:secret)");
    private static final Sql SLEEP = Sql.select("SELECT 'slept' FROM pg_sleep(1.1)");

    private final Logger logger = (Logger) LoggerFactory.getLogger(OperationLog.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private DatabaseTarget database;

    @BeforeEach
    void listen(DatabaseTarget fresh) {
        database = fresh;
        PostgresServer.execute(fresh, "CREATE TABLE t (token text PRIMARY KEY)");
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    @AfterEach
    void forget() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void shouldTellEveryOperationWhereAskedTo() {
        logger.setLevel(Level.DEBUG);
        Instant before = Instant.now();
        try (DatabaseConnection connection = AccessFixture.open(database)) {
            connection.transactions().run(() -> insert(connection, "s3cret"));
        }
        assertThat(lines.list)
                .extracting(line -> fields(line).get("operation"))
                .containsExactly("begin", "insert", "commit");
        ILoggingEvent line = lines.list.get(1);
        Map<String, Object> fields = fields(line);
        assertThat((Instant) fields.get("timestamp")).isBetween(before, Instant.now());
        assertThat(fields)
                .containsEntry("component", "TokenRepository")
                .containsEntry("type", OperationType.INSERT)
                .containsEntry("rows", 1L)
                .containsEntry("thread", Thread.currentThread().getName());
        assertThat((long) fields.get("durationNs")).isPositive();
        assertThat((long) fields.get("transaction")).isPositive();
        assertThat(line.getFormattedMessage())
                .contains("TokenRepository.insert INSERT")
                .contains("rows 1")
                .contains(":secret")
                .doesNotContain("s3cret");
    }

    @Test
    void shouldSpeakOnlyOfWhatIsSlowOrFailedByDefault() {
        logger.setLevel(Level.WARN);
        try (DatabaseConnection connection = DatabaseConnection.initialize(
                AccessFixture.config(database, 2).withSlowOperation(Duration.ofSeconds(1)))) {
            // The first one opens the connection, which may be slow.
            insert(connection, "first");
            lines.list.clear();
            insert(connection, "s3cret");
            connection
                    .transactions()
                    .statements("TokenRepository")
                    .call("sleep", SLEEP)
                    .one(String.class);
            assertThatExceptionOfType(ConstraintViolationException.class)
                    .isThrownBy(() -> insert(connection, "s3cret"));
        }
        List<String> texts =
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(texts).hasSize(2).noneMatch(text -> text.contains("s3cret"));
        assertThat(texts.get(0)).contains("TokenRepository.sleep SELECT slow");
        assertThat(texts.get(1))
                .contains("TokenRepository.insert INSERT failed after")
                .contains("ConstraintViolationException")
                .contains("t_pkey");
        assertThat(lines.list).allMatch(line -> line.getLevel() == Level.WARN && line.getThrowableProxy() == null);
    }

    private static Map<String, Object> fields(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .filter(pair -> pair.value != null)
                .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    private static void insert(DatabaseConnection connection, String token) {
        connection
                .transactions()
                .statements("TokenRepository")
                .call("insert", INSERT)
                .bind("secret", token)
                .execute();
    }
}
