package io.millrace.tools.supervise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The {@code millrace} command in a JVM of its own that stays for many command lines: what damage does to it, it does not do to
 * the runner. Started when first needed, again when it has died, and gone with the runner, whose end closes its input.
 *
 * <p>One thread.
 */
public final class CommandProcess {
    private static final String MAIN_CLASS = "io.millrace.tools.cli.CommandServer";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * What a command line gave.
     *
     * @param exitCode its exit code
     * @param out all of its standard output
     * @param err all of its standard error, logs included
     */
    public record Answer(List<String> words, int exitCode, String out, String err) {
        /** The object that {@code --json} prints. */
        public JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (final IOException e) {
                throw new UncheckedIOException("no JSON from " + words + ": " + out, e);
            }
        }

        /** The lines on standard error. */
        public List<String> errLines() {
            return err.lines().toList();
        }

        @Override
        public String toString() {
            return words + " gave " + exitCode + ": " + err.strip() + (exitCode == 0 ? "" : " " + out.strip());
        }
    }

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(runnable -> {
        final Thread thread = new Thread(runnable, "torture-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final Duration limit;
    private Process process;
    private BufferedReader answers;

    /** @param limit of one command line; then the process is killed */
    public CommandProcess(final Duration limit) {
        this.limit = limit;
    }

    /** Runs a command line; throws when the process dies of it or does not answer in time. */
    public Answer run(final Object... arguments) throws IOException {
        final List<String> words =
                Arrays.stream(arguments).map(Object::toString).toList();
        if (process == null || !process.isAlive()) {
            start();
        }
        final Process asked = process;
        final ScheduledFuture<?> guard =
                watchdog.schedule(asked::destroyForcibly, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            process.outputWriter().write(JSON.writeValueAsString(words) + "\n");
            process.outputWriter().flush();
            final String line = answers.readLine();
            if (line == null) {
                process.destroyForcibly();
                throw new IOException("the process that ran " + words + " died of it, or gave no answer within "
                        + limit.toSeconds() + " s");
            }
            final JsonNode answer = JSON.readTree(line);
            return new Answer(
                    words,
                    answer.get("exitCode").asInt(),
                    answer.get("out").asText(),
                    answer.get("err").asText());
        } finally {
            guard.cancel(false);
        }
    }

    private void start() throws IOException {
        process = new ProcessBuilder(JavaCommand.likeThisOne(MAIN_CLASS))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }
}
