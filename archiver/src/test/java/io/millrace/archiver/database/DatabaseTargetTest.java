package io.millrace.archiver.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class DatabaseTargetTest {
    @Test
    void shouldTakeUserAndPasswordOutOfAJdbcAddress() {
        DatabaseTarget target =
                DatabaseTarget.of("jdbc:postgresql://db:5433/market?user=ann&sslmode=require&password=se%26cret");
        assertThat(target)
                .isEqualTo(new DatabaseTarget("jdbc:postgresql://db:5433/market?sslmode=require", "ann", "se&cret"));
    }

    @Test
    void shouldTakeAPostgresqlAddress() {
        assertThat(DatabaseTarget.of("postgresql://ann:a%40b+c@db:5433/market?sslmode=require"))
                .isEqualTo(new DatabaseTarget("jdbc:postgresql://db:5433/market?sslmode=require", "ann", "a@b+c"));
        assertThat(DatabaseTarget.of("postgres://db/market"))
                .isEqualTo(new DatabaseTarget("jdbc:postgresql://db/market", "", ""));
        assertThat(DatabaseTarget.of("postgres://ann@db/market"))
                .isEqualTo(new DatabaseTarget("jdbc:postgresql://db/market", "ann", ""));
    }

    @Test
    void shouldNeverShowThePassword() {
        DatabaseTarget target = DatabaseTarget.of("postgresql://ann:secret@db:5433/market?sslpassword=hidden");
        assertThat(target.toString())
                .isEqualTo("DatabaseTarget[db:5433/market as ann]")
                .doesNotContain("secret", "hidden");
        assertThat(target.describe()).isEqualTo("db:5433/market");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "jdbc:mysql://h/d",
                "mysql://ann:secret@h/d",
                "jdbc:postgresql://h:port/d?password=secret",
                "postgresql://ann:secret@h:p:p/d",
                "postgres:///d"
            })
    void shouldRefuseOtherAddressesInOneLine(String address) {
        assertThatThrownBy(() -> DatabaseTarget.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql://host:port/database")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "\n"));
    }
}
