package io.millrace.tools.torture.live;

import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Round;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** An engine under full load is killed at a random moment. */
final class KillRandomFault implements Fault {
    static final int TRADES = 120_000;

    private static final int MOST_DELAY_US = 3_000;

    private final References references;
    private final RecoveryTimes times = new RecoveryTimes();

    KillRandomFault(final References references) {
        this.references = references;
    }

    @Override
    public String name() {
        return "kill-random";
    }

    @Override
    public String title() {
        return "kill -9 of the engine under full load at a random moment";
    }

    @Override
    public int rounds(final Effort effort) {
        return switch (effort) {
            case VERIFY -> 10;
            case QUICK -> 6;
            case FULL -> 200;
        };
    }

    @Override
    public void round(final Round round) throws Exception {
        final References.Reference reference = references.of(TRADES);
        final Path data = round.directory().resolve("data");
        final LiveEngine.Options options = options(round.random());
        final EngineWatch before = killAtRandom(round, data, reference.tape(), options);
        JournalCheck.requirePrefix(round, data, reference.tape(), before, EngineWatch.of(data));
        times.add(recoverAndCompare(round, data, reference, options));
    }

    /** Layout, durability and snapshots change nothing of what is promised. */
    static LiveEngine.Options options(final SplittableRandom random) {
        LiveEngine.Options options = LiveEngine.Options.PLAIN;
        if (random.nextInt(3) == 0) {
            options = options.set("layout=pipelined");
        }
        if (random.nextInt(3) == 0) {
            options = options.set("journal.durability=batch");
        }
        if (random.nextBoolean()) {
            options = options.set("snapshot.every-records=20000").set("snapshot.interval=50ms");
        }
        return options;
    }

    /** Starts an engine, lets it come to a random trade, and kills it; what it had said just before. */
    static EngineWatch killAtRandom(
            final Round round, final Path data, final TradeTape tape, final LiveEngine.Options options)
            throws Exception {
        final long target = round.random().nextLong(tape.size());
        final long delayUs = round.random().nextInt(MOST_DELAY_US);
        try (LiveEngine engine = LiveEngine.start("killed", data, tape, options)) {
            engine.awaitReady();
            engine.awaitTrades(target);
            TimeUnit.MICROSECONDS.sleep(delayUs);
            final EngineWatch before = engine.watch();
            round.count(Figure.KILLS, engine.kill() ? 1 : 0);
            round.count(Figure.EVENTS_ACKNOWLEDGED, EngineWatch.of(data).trades());
            return before;
        }
    }

    /** Runs again to the end of the tape and compares everything. */
    static LiveEngine.Result recoverAndCompare(
            final Round round, final Path data, final References.Reference reference, final LiveEngine.Options options)
            throws Exception {
        final LiveEngine.Result again = LiveEngine.recover("again", data, reference.tape(), options);
        JournalCheck.requireWhole(round, data, reference);
        JournalCheck.requireSame(again, reference);
        return again;
    }

    @Override
    public Map<String, Object> conclude() {
        return times.told();
    }
}
