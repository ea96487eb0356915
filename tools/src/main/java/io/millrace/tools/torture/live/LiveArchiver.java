package io.millrace.tools.torture.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.tools.supervise.CliProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An archiver process on a data directory. One thread; closing kills it. */
final class LiveArchiver implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final CliProcess process;

    private LiveArchiver(final CliProcess process) {
        this.process = process;
    }

    /** Starts one that follows the journal. Its output goes beside the data directory. */
    static LiveArchiver follow(final String name, final Path data, final String url, final String... flags)
            throws IOException {
        return start(name, data, url, List.of("--stop-at-eof"), flags);
    }

    /** Starts one that ends when it has archived what is there. */
    static LiveArchiver once(final String name, final Path data, final String url, final String... flags)
            throws IOException {
        return start(name, data, url, List.of("--once", "--stop-at-eof"), flags);
    }

    private static LiveArchiver start(
            final String name, final Path data, final String url, final List<String> more, final String... flags)
            throws IOException {
        final List<String> words =
                new ArrayList<>(List.of("archive", "--json", "--data", data.toString(), "--database", url));
        words.addAll(more);
        return new LiveArchiver(CliProcess.start(CliProcess.COMMAND, data.getParent(), name, List.of(flags), words));
    }

    CliProcess process() {
        return process;
    }

    /** Asks it to end in order; returns its exit code. */
    int stop() throws Exception {
        process.signal("TERM");
        return process.finish(LIMIT);
    }

    /** Waits for its end; returns its exit code. */
    int finish() throws InterruptedException {
        return process.finish(LIMIT);
    }

    /** What it reports at its end. */
    JsonNode report() throws IOException {
        return JsonMapper.builder().build().readTree(process.out());
    }

    @Override
    public void close() {
        process.close();
    }
}
