package io.millrace.journal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.JournalConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailpointTest {
    /** Passes two places in turns, five times each. */
    static final class Passer {
        private Passer() {}

        public static void main(final String[] arguments) {
            Failpoint.requireUsable();
            for (int i = 1; i <= 5; i++) {
                Failpoint.EXCERPT_OPEN.pass();
                Failpoint.AFTER_COMMIT.pass();
                System.out.println("passed " + i);
            }
        }
    }

    private record Ended(int exitCode, String output) {}

    @Test
    void shouldHaltAtTheGivenPassWithoutRunningWhatComesBehind() throws Exception {
        final Ended ended = run("-Dmillrace.failpoint=after-commit:3");
        assertThat(ended.exitCode()).isEqualTo(137);
        assertThat(ended.output()).contains("passed 2", "halted at millrace.failpoint = after-commit:3");
        assertThat(ended.output()).doesNotContain("passed 3");
    }

    @Test
    void shouldHaltAtTheFirstPassWhereNoneIsGiven() throws Exception {
        final Ended ended = run("-Dmillrace.failpoint=excerpt-open");
        assertThat(ended.exitCode()).isEqualTo(137);
        assertThat(ended.output()).doesNotContain("passed");
    }

    @Test
    void shouldCountThePassesOfEachPlace() throws Exception {
        final Ended ended = run("-Dmillrace.failpoint=count");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output())
                .contains("millrace.failpoint excerpt-open 5", "millrace.failpoint after-commit 5")
                .contains("millrace.failpoint roll 0");
        assertThat(ended.output().lines().filter(line -> line.startsWith("millrace.failpoint ")))
                .hasSize(Failpoint.values().length);
    }

    @Test
    void shouldBeOffWithoutTheProperty() throws Exception {
        final Ended ended = run("-Dother=1");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output().lines()).containsExactly("passed 1", "passed 2", "passed 3", "passed 4", "passed 5");
        assertThat(FailpointPlan.parse(null)).isNull();
        assertThat(Failpoint.armed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "commit", "after-commit:", "after-commit:0", "after-commit:-1", "after-commit:x", "count:1"})
    void shouldSayWhatThePropertyMayBe(final String text) {
        assertThatThrownBy(() -> FailpointPlan.parse(text))
                .isInstanceOf(JournalConfigurationException.class)
                .hasMessageStartingWith("millrace.failpoint = " + text + ": must be count, or NAME")
                .hasMessageContaining("input-claimed, input-published")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseTheStartWithABadProperty() throws Exception {
        final Ended ended = run("-Dmillrace.failpoint=nowhere:1");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("millrace.failpoint = nowhere:1: must be");
        assertThat(ended.output()).doesNotContain("passed", "ExceptionInInitializerError");
    }

    private static Ended run(final String flag) throws IOException, InterruptedException {
        final Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        flag,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Passer.class.getName())
                .redirectErrorStream(true)
                .start();
        final String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(child.waitFor(), output);
    }
}
