package io.millrace.tools.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DatabaseAddressTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "postgresql://me:pw@db:5433/x,jdbc:postgresql://db:5433/x,me,pw",
                "postgres://db/x,jdbc:postgresql://db/x,-,-",
                "jdbc:postgresql://db/x?user=me&ssl=true&password=a%20b,jdbc:postgresql://db/x?ssl=true,me,a b",
                "postgresql://me:p%40ss+word@db/x,jdbc:postgresql://db/x,me,p@ss+word"
            })
    void shouldReadTheUsualForms(String text, String url, String user, String password) {
        assertThat(DatabaseAddress.parse(text)).isEqualTo(new DatabaseAddress(url, user, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://h/d", "postgresql://h", "postgresql:///d", "h:5432/d", "", "postgresql://u:secret@h h/d"})
    void shouldRefuseOthersInOneLineWithoutRepeatingThem(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected postgresql://")
                .message()
                .doesNotContain("\n", "secret");
    }

    @Test
    void shouldHideThePassword() {
        assertThat(DatabaseAddress.parse("postgresql://me:secret@db/x"))
                .hasToString("postgresql://me@db/x");
    }

    @Test
    void shouldSayInOneLineWhatIsNotThere() {
        assertThatThrownBy(() -> DatabaseAddress.parse("postgresql://me:secret@127.0.0.1:1/x").requireReachable())
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1/x")
                .hasMessageContaining("start it")
                .message()
                .doesNotContain("\n", "secret");
    }
}
