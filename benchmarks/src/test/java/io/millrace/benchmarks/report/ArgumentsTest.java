package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class ArgumentsTest {
    @Test
    void shouldTakeEverythingQuicklyWhenNothingElseIsSaid() {
        assertThat(Arguments.parse("--results", "out")).isEqualTo(new Arguments(true, ".*", Path.of("out"), ""));
    }

    @Test
    void shouldTakeModeAndExpression() {
        assertThat(Arguments.parse("--full", "--revision", "abc", "--results", "out", "Append"))
                .isEqualTo(new Arguments(false, "Append", Path.of("out"), "abc"));
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--results", "out", "--fast"))
                .withMessageContaining("'--fast'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--results", "out", "Append", "Ring"))
                .withMessageContaining("'Ring'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--results"))
                .withMessageContaining("--results");
        assertThatIllegalArgumentException().isThrownBy(Arguments::parse).withMessageContaining("--results");
    }
}
