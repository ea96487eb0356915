package io.millrace.archiver.access.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.archiver.access.connection.DatabaseConnection;
import io.millrace.archiver.access.repository.Repositories;
import io.millrace.archiver.access.row.AuditEntry;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.testing.AccessFixture;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Covers({"S1-100..105", "S1-109"})
class BrokerSessionsIT extends RepositoryTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
    private static final BrokerTokens TOKENS = new BrokerTokens("access-7", "session-7", LATER);

    @TempDir
    private Path directory;

    @Test
    void shouldFindTheSessionAgainAfterARestart() throws IOException {
        BrokerSessions before = BrokerSessions.load("breeze", repositories, file());
        assertThat(before.current(NOW)).isEmpty();
        before.save(TOKENS);
        BrokerSessions after = BrokerSessions.load("breeze", repositories, null);
        assertThat(after.current(NOW)).contains(TOKENS);
        assertThat(after.current(LATER)).as("its time is over").isEmpty();
        assertThat(BrokerSessions.load("kite", repositories, null).current(NOW)).isEmpty();
        assertThat(after.logout()).isTrue();
        assertThat(BrokerSessions.load("breeze", repositories, null).current(NOW))
                .isEmpty();
        assertThat(TOKENS.toString()).doesNotContain("-7");
    }

    @Test
    void shouldKeepTheEnvironmentFileAndTheDatabaseAlike() throws IOException {
        Files.writeString(
                path(),
                "# mine\nOTHER=1\nexport KITE_ACCESS_TOKEN=\"from-file\"\nKITE_TOKEN_EXPIRES_AT=2099-01-01T00:00:00Z\n");
        BrokerSessions sessions = BrokerSessions.load("kite", repositories, file());
        assertThat(sessions.current(NOW)).contains(new BrokerTokens("from-file", null, LATER));
        assertThat(repositories.auth().getActiveSession("kite").orElseThrow().accessToken())
                .isEqualTo("from-file");

        sessions.save(TOKENS);
        assertThat(path()).content().startsWith("# mine\nOTHER=1\n").contains("KITE_ACCESS_TOKEN=access-7\n");
        assertThat(file().get("KITE_SESSION_TOKEN")).contains("session-7");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        // Another program has renewed the session in the database meanwhile.
        repositories.auth().updateSessionToken("kite", "access-8", null, LATER);
        assertThat(BrokerSessions.load("kite", repositories, file())
                        .current(NOW)
                        .orElseThrow()
                        .accessToken())
                .isEqualTo("access-8");
        assertThat(file().get("KITE_ACCESS_TOKEN")).contains("access-8");
        sessions.logout();
        assertThat(file().get("KITE_ACCESS_TOKEN")).isEmpty();
        assertThat(file().get("OTHER")).contains("1");
    }

    @Test
    void shouldExchangeTokensAndRecordARefusal() throws IOException {
        BrokerSessions sessions = BrokerSessions.load("kite", repositories, null);
        BrokerTokens tokens = sessions.login("request-1", request -> new BrokerTokens("for-" + request, null, LATER));
        assertThat(tokens.accessToken()).isEqualTo("for-request-1");
        assertThat(repositories.auth().getActiveSession("kite")).isPresent();
        assertThatIOException()
                .isThrownBy(() -> sessions.login("request-2", request -> {
                    throw new IOException("refused");
                }));
        assertThat(sessions.current(NOW)).as("the old one stays").contains(tokens);
        assertThat(repositories
                        .audit()
                        .getLogsByEntity("auth", "kite", PageRequest.first(5))
                        .rows())
                .extracting(AuditEntry::action)
                .containsExactly("LOGIN_FAILED");
    }

    @Test
    void shouldGoOnWithTheFileWhileTheDatabaseIsAway() throws IOException {
        file().set(Map.of("KITE_ACCESS_TOKEN", "kept", "KITE_TOKEN_EXPIRES_AT", LATER.toString()));
        DatabaseTarget nowhere = new DatabaseTarget("jdbc:postgresql://localhost:1/none", "postgres", "");
        try (DatabaseConnection away = AccessFixture.open(nowhere)) {
            BrokerSessions sessions = BrokerSessions.load("kite", Repositories.of(away), file());
            assertThat(sessions.current(NOW)).contains(new BrokerTokens("kept", null, LATER));
        }
        file().set(Map.of("KITE_TOKEN_EXPIRES_AT", "tomorrow"));
        assertThat(BrokerSessions.load("kite", repositories, file()).current(NOW))
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> file().set(Map.of("A", "x\nB=y")));
    }

    private Path path() {
        return directory.resolve(".env");
    }

    private EnvironmentFile file() {
        return new EnvironmentFile(path());
    }
}
