package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.support.ChildJvm;
import io.millrace.benchmarks.support.Repository;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The peer in {@code benchmarks/peer/exchange-core}: built when its section runs, started once for each rate. What it needs is downloaded once.
 *
 * <p>Main thread.
 */
final class ExchangeCorePeer {
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(5);
    private static final String MAIN = "io.millrace.peer.exchangecore.ExchangeCoreRun";

    /** What Chronicle of 2019 reaches into beside what ours does. */
    private static final List<String> FLAGS = List.of(
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "-Xms1g",
            "-Xmx1g");

    private final ScratchDirectory scratch;
    private final Path target;

    private ExchangeCorePeer(final ScratchDirectory scratch, final Path target) {
        this.scratch = scratch;
        this.target = target;
    }

    /**
     * What a run gave.
     *
     * @param latencies from the due time to the result, ns
     * @param refused commands that exchange-core did not carry out
     */
    record Outcome(Histogram latencies, int refused) {}

    /** Builds it with Maven, without network where everything is there already. */
    static ExchangeCorePeer build(final ScratchDirectory scratch) throws IOException, InterruptedException {
        final Path folder = Repository.root().resolve("benchmarks/peer/exchange-core");
        ChildJvm.run(
                scratch.root(),
                BUILD_LIMIT,
                List.of("mvn", "-B", "-q", "-f", folder.resolve("pom.xml").toString(), "process-classes"));
        return new ExchangeCorePeer(scratch, folder.resolve("target"));
    }

    /** Sends so many commands at the due times of a load; those of the warm-up come first and are not counted. */
    Outcome run(final LoadShape shape, final int warmUp, final int commands) throws IOException, InterruptedException {
        final Path due = scratch.fresh();
        final Path latencies = scratch.fresh();
        try {
            writeDueTimes(due, shape, warmUp + commands);
            final List<String> command = new ArrayList<>(ChildJvm.command(ExchangeCorePeer.class));
            command.removeIf(flag -> flag.startsWith("-Xm"));
            command.addAll(1, FLAGS);
            command.set(command.indexOf("-cp") + 1, target.resolve("classes") + ":" + target.resolve("lib") + "/*");
            command.set(command.size() - 1, MAIN);
            command.addAll(List.of(due.toString(), Integer.toString(warmUp), latencies.toString()));
            final List<String> lines = ChildJvm.run(scratch.root(), RUN_LIMIT, command);
            final Histogram histogram = read(latencies);
            if (histogram.getTotalCount() != commands) {
                throw new IllegalStateException(histogram.getTotalCount() + " of " + commands + " results came");
            }
            return new Outcome(histogram, Integer.parseInt(lines.get(lines.size() - 1)));
        } finally {
            ScratchDirectory.delete(due);
            ScratchDirectory.delete(latencies);
        }
    }

    private static void writeDueTimes(final Path file, final LoadShape shape, final int count) throws IOException {
        final StandardLoad load = new StandardLoad(shape);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (int i = 0; i < count; i++) {
                out.writeLong(load.dueNs(i));
            }
        }
    }

    private static Histogram read(final Path file) throws IOException {
        final Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        final long count = Files.size(file) / Long.BYTES;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (long i = 0; i < count; i++) {
                histogram.recordValue(Math.max(1, in.readLong()));
            }
        }
        return histogram;
    }
}
