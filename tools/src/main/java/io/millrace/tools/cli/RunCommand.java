package io.millrace.tools.cli;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.feed.Pump;
import io.millrace.engine.feed.live.LivePump;
import io.millrace.tools.demo.SyntheticMarket;
import io.millrace.tools.wiring.EngineRun;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace run}: an engine over feeds until they end or a signal comes. Main thread, which is the feed thread. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Run an engine over market data files, or over live feeds of other processes, until they end or SIGINT; everything",
            "is journaled.",
            "Run again on the same data directory and files, it goes on where the journal ends."
        },
        footer = {
            "",
            "Example:",
            "  millrace run --feed binance-trades:BTCUSDT-trades-2024-08-08.csv.gz --symbol BTCUSDT",
            "  millrace run --feed lean-trades:spy.csv.gz --symbol SPY --date 2013-10-08 --pace 50x",
            "  millrace run --feed aeron:ipc:1001"
        })
final class RunCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private FeedSelection feeds;

    @Option(
            names = "--synthetic",
            paramLabel = "SEED",
            description = "Feed the demo's synthetic market instead of files.")
    private Long synthetic;

    @Option(
            names = "--until-end",
            description = "With live feeds: end when every sender has said that it ends (FeedStatus ENDED).")
    private boolean untilEnd;

    RunCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        if (feeds.given() == (synthetic != null)) {
            throw UserError.usage("give either --feed FORMAT:FILE or --synthetic SEED; see: millrace run --help");
        }
        EngineConfig engineConfig = config.load();
        if (feeds.live()) {
            return new RunReport(live(engineConfig));
        }
        if (untilEnd) {
            throw UserError.usage("--until-end is for live feeds; files end by themselves");
        }
        Pace pace = feeds.pace(Pace.MAX);
        List<FeedLane> lanes = feeds.given()
                ? feeds.arguments().lanes()
                : SyntheticMarket.endless(synthetic).lanes();
        return new RunReport(run(context, data.directory(), engineConfig, lanes, pace));
    }

    private EngineRun.Outcome live(EngineConfig engineConfig) {
        var addresses = feeds.addresses();
        try (Cleanup cleanup = new Cleanup()) {
            return EngineRun.execute(
                    data.directory(),
                    engineConfig,
                    engine -> new LivePump(engine, addresses, feeds.strict, untilEnd),
                    pump -> {
                        cleanup.add(context.shutdown().onStop(pump::requestStop));
                        cleanup.add(ProgressDisplay.polled(context, "live", 0, () -> {
                            long published = pump.progress().published();
                            return new ProgressDisplay.State(0, Format.count(published) + " events");
                        }));
                    });
        }
    }

    /** Runs with a progress bar, and so that a signal ends it in order. */
    static EngineRun.Outcome run(
            CliContext context, Path dataDirectory, EngineConfig config, List<FeedLane> lanes, Pace pace) {
        try (Cleanup cleanup = new Cleanup()) {
            return EngineRun.execute(dataDirectory, config, lanes, pace, pump -> {
                cleanup.add(context.shutdown().onStop(pump::requestStop));
                cleanup.add(progress(context, lanes, pump));
            });
        }
    }

    /** Files are measured in bytes, because only the end tells how many events they hold. */
    private static ProgressDisplay progress(CliContext context, List<FeedLane> lanes, Pump pump) {
        long size = lanes.stream()
                .flatMap(lane -> lane.sources().stream())
                .mapToLong(FeedLane.Source::sizeBytes)
                .sum();
        return ProgressDisplay.polled(context, "running", size, () -> {
            var progress = pump.progress();
            return new ProgressDisplay.State(progress.bytesRead(), Format.count(progress.published()) + " events");
        });
    }
}
