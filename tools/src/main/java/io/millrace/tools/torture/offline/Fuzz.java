package io.millrace.tools.torture.offline;

import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Nonsense at both doors: {@value #ITEMS} changed batches and lines a round, half and half, the lines of one format after the
 * other. No crash, no exception, no hang, nothing wrong taken for good, everything counted once.
 */
final class Fuzz implements OfflineFault {
    static final int ITEMS = 10_000;

    private static final int VERIFY_ROUNDS = 10;
    private static final int QUICK_ROUNDS = 50;
    private static final int FULL_ROUNDS = 1_000;
    private static final int LIMIT_SECONDS = 60;

    private final Base base;
    private final LineFuzz lines = new LineFuzz();

    Fuzz(final Base base) {
        this.base = base;
    }

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public String title() {
        return "malformed frames and lines, " + ITEMS + " a round";
    }

    @Override
    public int rounds(final Effort effort) {
        return switch (effort) {
            case VERIFY -> VERIFY_ROUNDS;
            case QUICK -> QUICK_ROUNDS;
            case FULL -> FULL_ROUNDS;
        };
    }

    @Override
    public void round(final Round round) throws Exception {
        if (base.batches() == null) {
            base.copyTo(round.directory());
        }
        final FutureTask<Void> work = new FutureTask<>(() -> {
            final FrameFuzz frames = new FrameFuzz(base.batches());
            for (int i = 0; i < ITEMS / 2; i++) {
                frames.once(round);
            }
            lines.file(LineSamples.values()[round.number() % LineSamples.values().length], ITEMS / 2, round);
            return null;
        });
        final Thread thread = new Thread(work, "torture-fuzz");
        thread.setDaemon(true);
        thread.start();
        try {
            work.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (final TimeoutException e) {
            Invariant.I6.require(false, "no end after " + LIMIT_SECONDS + " s, seed " + round.seed());
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        }
    }
}
