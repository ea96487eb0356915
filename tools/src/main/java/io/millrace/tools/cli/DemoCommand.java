package io.millrace.tools.cli;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.Pump;
import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.wiring.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace demo}: the main job end to end on a synthetic market. Main thread. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Show the main job end to end: a seeded synthetic market through the engine, its journal into an embedded PostgreSQL,",
            "and the proof that a second run gives the same bits."
        },
        footer = {"", "Example:", "  millrace demo", "  millrace demo --seed 7 --days 5 --data ./demo-data"})
final class DemoCommand extends ReportCommand {
    private static final int MOST_DAYS = 60;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data directory: empty, or that of an earlier demo, which is replaced (default: one per user in the"
                            + " temporary directory).")
    private Path wanted;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private DatabaseOptions database;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Seed of the market (default: 42).")
    private long seed;

    @Option(names = "--days", paramLabel = "N", defaultValue = "3", description = "Trading days (default: 3).")
    private int days;

    DemoCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        if (days < 1 || days > MOST_DAYS) {
            throw UserError.usage("--days " + days + ": give 1 to " + MOST_DAYS);
        }
        database.check();
        EngineConfig engineConfig = config.load();
        Path directory = DemoDirectory.prepare(wanted);
        Demo demo = new Demo(directory, engineConfig, seed, days);
        Demo.Outcome outcome;
        try (Narrator narrator = new Narrator()) {
            outcome = demo.execute(this::openDatabase, narrator);
        }
        deletePaced(demo.pacedDirectory());
        return new DemoReport(
                directory, seed, days, JournalStatCommand.fileBytes(directory.resolve("journal")), outcome);
    }

    private DatabaseHandle openDatabase(Path directory) {
        return database.open(directory, context);
    }

    private static void deletePaced(Path directory) throws IOException {
        DemoDirectory.empty(directory);
        Files.delete(directory);
    }

    /** Tells on stderr what happens now; a bar where there is a terminal. */
    private final class Narrator implements Demo.Listener, AutoCloseable {
        private Cleanup current = new Cleanup();

        @Override
        public void step(String words) {
            close();
            if (!output.json) {
                context.err().println("demo: " + words);
                context.err().flush();
            }
        }

        @Override
        public void running(Pump pump) {
            current.add(context.shutdown().onStop(pump::requestStop));
            current.add(ProgressDisplay.polled(
                    context, "running", pump.progress().sizeBytes(), () -> {
                        var progress = pump.progress();
                        return new ProgressDisplay.State(
                                progress.bytesRead(), Format.count(progress.published()) + " events");
                    }));
        }

        @Override
        public void close() {
            current.close();
            current = new Cleanup();
        }
    }
}
