package io.millrace.archiver.access.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AccessConfigTest {
    private static final DatabaseTarget TARGET = DatabaseTarget.of("postgresql://db.example:5433/market");

    @Test
    @Covers({"S2-013..017", "S2-117"})
    void shouldHaveTheStatedPoolByDefault() {
        assertThat(AccessConfig.defaults(TARGET).pool())
                .isEqualTo(new PoolSettings(10, 30, Duration.ofSeconds(30), Duration.ofSeconds(3600)));
    }

    @Test
    @Covers("S2-115")
    void shouldTakeCredentialsFromTheEnvironment() {
        AccessConfig config = AccessConfig.fromEnvironment(Map.of(
                "MILLRACE_DATABASE_URL", "postgresql://somebody:else@db.example:5433/market",
                "MILLRACE_DATABASE_USER", "app",
                "MILLRACE_DATABASE_PASSWORD", "hidden",
                "MILLRACE_DATABASE_ROLE", "millrace_service",
                "MILLRACE_DATABASE_SSLMODE", "verify-full"));
        assertThat(config.target())
                .isEqualTo(new DatabaseTarget("jdbc:postgresql://db.example:5433/market", "app", "hidden"));
        assertThat(config.role()).isEqualTo("millrace_service");
        assertThat(config.sslMode()).isEqualTo("verify-full");
        assertThat(config.toString()).doesNotContain("hidden").doesNotContain("else");
    }

    @Test
    void shouldSayWhichVariableIsMissingOrWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessConfig.fromEnvironment(Map.of()))
                .withMessageContaining("MILLRACE_DATABASE_URL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessConfig.defaults(TARGET).withSslMode("always"))
                .withMessageContaining("verify-full");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessConfig.defaults(TARGET).withRole("x -c row_security=off"))
                .withMessageContaining("role");
    }

    @Test
    void shouldRefuseTimeoutsThatWouldHideEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)))
                .withMessageContaining("socket timeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PoolSettings(5, 4, Duration.ofSeconds(1), Duration.ofHours(1)))
                .withMessageContaining("idle");
    }
}
