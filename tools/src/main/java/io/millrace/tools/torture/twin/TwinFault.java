package io.millrace.tools.torture.twin;

import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Replay;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The twin: the same market through an engine that is never stopped, through one that is crashed at its appends, and through the
 * reference. The two engines agree bit by bit; engine and reference agree on every bar, value and signal.
 *
 * <p>Every fourth round crashes at every append, on the beginning of the market; the others at appends by chance. Runs in this process.
 */
public final class TwinFault implements Fault {
    private static final int LANES = 2;
    private static final int EVERY_APPEND_ROUND = 4;
    private static final int EVERY_APPEND_EVENTS = 120;

    private final int events;
    private final int crashes;

    /** Rounds of 10,000 events. */
    public TwinFault() {
        this(10_000, 12);
    }

    /**
     * Rounds of another size.
     *
     * @param crashes how many crashes a round has, roughly
     */
    public TwinFault(int events, int crashes) {
        this.events = events;
        this.crashes = crashes;
    }

    /** The size of rounds that fits an effort. */
    public static TwinFault of(Effort effort) {
        return effort == Effort.VERIFY ? new TwinFault(1_200, 8) : new TwinFault();
    }

    @Override
    public String name() {
        return "twin";
    }

    @Override
    public String title() {
        return "crashes at appends, against an uninterrupted run and a naive reference";
    }

    @Override
    public Lane lane() {
        return Lane.OFFLINE;
    }

    @Override
    public int rounds(Effort effort) {
        return switch (effort) {
            case VERIFY -> 3;
            case QUICK -> 8;
            case FULL -> 1_000;
        };
    }

    @Override
    public void round(Round round) throws Exception {
        boolean everyAppend = round.number() % EVERY_APPEND_ROUND == 0;
        List<List<TwinEvent>> market = new ArrayList<>();
        List<FeedLane> lanes = new ArrayList<>();
        int total = everyAppend ? Math.min(events, EVERY_APPEND_EVENTS) : events;
        for (int lane = 1; lane <= LANES; lane++) {
            market.add(TwinMarket.lane(total / LANES, round.random().split()));
            lanes.add(TwinFeed.lane(lane, market.get(lane - 1)));
        }
        EngineConfig config = TwinSetup.config(Map.of(
                "batch.max-records", everyAppend ? "16" : "128",
                "snapshot.interval", "20ms",
                "snapshot.every-records", "700"));
        Path whole = round.directory().resolve("whole");
        Path crashed = round.directory().resolve("crashed");

        EngineReport uninterrupted = new CrashedRun(round, whole, config, lanes, CrashedRun.UNINTERRUPTED).execute();
        long batches = requireGood(whole).batches();
        TwinOutputs reference = NaiveReference.of(market);
        requireSame(whole, reference);

        long longestRun = everyAppend ? CrashedRun.EVERY_APPEND : Math.max(4, 2 * batches / crashes);
        EngineReport survivor = new CrashedRun(round, crashed, config, lanes, longestRun).execute();
        requireGood(crashed);
        requireSame(crashed, reference);
        Invariant.I3.require(
                survivor.stateDigest() == uninterrupted.stateDigest()
                        && survivor.outputDigest() == uninterrupted.outputDigest(),
                String.format(
                        "state digest %016x and output digest %016x with crashes, %016x and %016x without",
                        survivor.stateDigest(),
                        survivor.outputDigest(),
                        uninterrupted.stateDigest(),
                        uninterrupted.outputDigest()));
        requireReplays(crashed, config, survivor);
    }

    private static JournalSummary requireGood(Path data) {
        JournalSummary journal = JournalVerifier.verify(new DataDirectory(data).journal());
        Invariant.I2.require(
                journal.good(), journal.damage().map(each -> each.describe()).orElse(""));
        return journal;
    }

    private static void requireSame(Path data, TwinOutputs reference) {
        String difference = JournalOutputs.of(new DataDirectory(data).journal()).differenceFrom(reference);
        Invariant.I3.require(difference == null, data.getFileName() + ", " + difference);
    }

    private static void requireReplays(Path data, EngineConfig config, EngineReport report) {
        try (Replay replay = new Replay(new DataDirectory(data).journal(), config, sequence -> {})) {
            ReplayReport replayed = replay.run();
            Invariant.I3.require(
                    replayed.identical() && replayed.stateDigest() == report.stateDigest(),
                    "the replay differs: "
                            + replayed.difference().map(each -> each.describe()).orElse("state digest"));
        }
    }
}
