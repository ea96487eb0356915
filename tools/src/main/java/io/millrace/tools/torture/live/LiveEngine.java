package io.millrace.tools.torture.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.tools.supervise.CliProcess;
import io.millrace.tools.torture.Invariant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An engine process on a data directory, fed from a tape. One thread; closing kills it. */
final class LiveEngine implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(5);

    private final Path data;
    private final CliProcess process;

    private LiveEngine(final Path data, final CliProcess process) {
        this.data = data;
        this.process = process;
    }

    /** How an engine is run: JVM flags, options of {@code run}. Immutable. */
    record Options(List<String> flags, List<String> words) {
        /** At full speed, with no warm-up, which a restart of a fault need not wait for. */
        static final Options TIMED = new Options(List.of(), List.of("--set", "millrace.engine.warm-up=0ms"));

        /** The same where no time is measured: in runs this short the optimizing compiler takes more time than it gives. */
        static final Options PLAIN = TIMED.flag("-XX:TieredStopAtLevel=1");

        Options {
            flags = List.copyOf(flags);
            words = List.copyOf(words);
        }

        /** With one more setting, such as {@code journal.durability=batch}. */
        Options set(final String setting) {
            return word("--set", "millrace.engine." + setting);
        }

        /** With more words. */
        Options word(final String... more) {
            final List<String> all = new ArrayList<>(words);
            all.addAll(List.of(more));
            return new Options(flags, all);
        }

        /** With a flag of the JVM. */
        Options flag(final String flag) {
            final List<String> all = new ArrayList<>(flags);
            all.add(flag);
            return new Options(all, words);
        }
    }

    /** How a run to its end went: its exit code, its report, what it said on stderr. Immutable. */
    record Result(int exitCode, JsonNode report, String err) {
        String stateDigest() {
            return report.path("stateDigest").asText();
        }

        String outputDigest() {
            return report.path("outputDigest").asText();
        }
    }

    /** Starts {@code millrace run} over a tape. Its output goes beside the data directory. */
    static LiveEngine start(final String name, final Path data, final TradeTape tape, final Options options)
            throws IOException {
        return start(name, data, options.word("--feed", "binance-trades:" + tape.file(), "--symbol", TradeTape.SYMBOL));
    }

    /** Starts {@code millrace run} with a feed that the options name. */
    static LiveEngine start(final String name, final Path data, final Options options) throws IOException {
        final List<String> words =
                new ArrayList<>(List.of("run", "--json", "--stop-at-eof", "--data", data.toString()));
        words.addAll(options.words());
        return new LiveEngine(
                data, CliProcess.start(CliProcess.COMMAND, data.getParent(), name, options.flags(), words));
    }

    /** Runs over a tape to the end. */
    static Result runToEnd(final String name, final Path data, final TradeTape tape, final Options options)
            throws Exception {
        try (LiveEngine engine = start(name, data, tape, options)) {
            return engine.finish();
        }
    }

    /** The same, and it must end well: a restart is the product's whole answer to a kill. */
    static Result recover(final String name, final Path data, final TradeTape tape, final Options options)
            throws Exception {
        final Result result = runToEnd(name, data, tape, options);
        Invariant.I5.require(
                result.exitCode() == 0,
                "the start after the fault ended with exit code " + result.exitCode() + ": " + lastLine(result.err()));
        return result;
    }

    CliProcess process() {
        return process;
    }

    /** What its counters say now. */
    EngineWatch watch() {
        return EngineWatch.of(data);
    }

    /** Waits until it takes inputs. */
    void awaitReady() throws Exception {
        await(() -> watch().readyAs(process.pid()), "an engine that is ready");
    }

    /** Waits until so many trades are committed, or it has ended. */
    void awaitTrades(final long count) throws Exception {
        await(() -> !process.isAlive() || watch().trades() >= count, "trade " + count);
    }

    /** Waits for something while it lives. */
    void await(final Waiting.Condition condition, final String what) throws Exception {
        Waiting.until(START_LIMIT, () -> condition.holds() || !process.isAlive(), what, this::said);
        if (!condition.holds()) {
            throw new IllegalStateException(what + " did not come, the engine has ended: " + said());
        }
    }

    /** Kills it as kill -9 does; true when it was still at work. */
    boolean kill() throws InterruptedException {
        final boolean alive = process.isAlive();
        process.kill();
        return alive;
    }

    /** Waits for its end. */
    Result finish() throws Exception {
        final int exitCode = process.finish(RUN_LIMIT);
        final String out = process.out();
        return new Result(exitCode, JsonMapper.builder().build().readTree(out.isBlank() ? "{}" : out), process.err());
    }

    private String said() {
        try {
            return watch() + ", " + lastLine(process.err());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line that says why, which is the last one that is not of a stack trace. */
    static String lastLine(final String text) {
        final List<String> lines =
                text.lines().filter(line -> line.startsWith("millrace: ")).toList();
        return lines.isEmpty() ? "'" + text.strip().lines().reduce("", (a, b) -> b) + "'" : lines.get(lines.size() - 1);
    }

    @Override
    public void close() {
        process.close();
    }
}
