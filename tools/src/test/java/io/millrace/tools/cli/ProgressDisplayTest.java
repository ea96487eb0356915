package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ProgressDisplayTest {
    private final StringWriter err = new StringWriter();

    private CliContext context(boolean terminal) {
        return new CliContext(new PrintWriter(new StringWriter()), new PrintWriter(err), terminal, new Shutdown());
    }

    @Test
    void shouldDrawOneLineAndClearItOnATerminal() throws InterruptedException {
        try (ProgressDisplay display = ProgressDisplay.bounded(context(true), "reading", 100, "records")) {
            display.update(50);
            display.note("halfway");
            TimeUnit.MILLISECONDS.sleep(700);
        }
        assertThat(err.toString())
                .contains("reading", " 50/100", "halfway")
                .doesNotContain("\n")
                .endsWith("\r\033[K");
    }

    @Test
    void shouldAskWhatItPolls() throws InterruptedException {
        try (ProgressDisplay display = ProgressDisplay.polled(
                context(true), "running", 4096, () -> new ProgressDisplay.State(2048, "7 events"))) {
            assertThat(display).isNotNull();
            TimeUnit.MILLISECONDS.sleep(1_200);
        }
        assertThat(err.toString()).contains("2/4 KiB", "7 events");
    }

    @Test
    void shouldStayQuietWhereThereIsNoTerminal() throws InterruptedException {
        try (ProgressDisplay display = ProgressDisplay.polled(context(false), "running", 4096, () -> {
            throw new AssertionError("nobody looks, so nobody asks");
        })) {
            display.update(1);
            TimeUnit.MILLISECONDS.sleep(400);
        }
        assertThat(err.toString()).isEmpty();
    }
}
