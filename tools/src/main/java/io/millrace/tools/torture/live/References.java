package io.millrace.tools.torture.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Tapes, and what an engine that nobody hurts makes of them; each is made once and shared by all rounds. One thread. */
final class References {
    private static final long SEED = 20_261_121;
    private static final long MEAN_GAP_US = 330_000;

    private final Path directory;
    private final Map<Integer, Reference> made = new HashMap<>();

    /** @param directory where tapes are kept; made when the first is asked for */
    References(final Path directory) {
        this.directory = directory;
    }

    /**
     * A tape and the digests of its uninterrupted run.
     *
     * @param data directory of that run, for who only reads it
     */
    record Reference(TradeTape tape, String stateDigest, String outputDigest, Path data) {}

    /** The reference of so many trades, three a second in event time. */
    Reference of(final int trades) throws Exception {
        Reference reference = made.get(trades);
        if (reference == null) {
            reference = make(trades);
            made.put(trades, reference);
        }
        return reference;
    }

    private Reference make(final int trades) throws Exception {
        Files.createDirectories(directory);
        final TradeTape tape =
                TradeTape.write(directory.resolve("trades-" + trades + ".csv"), trades, SEED, MEAN_GAP_US);
        final Path work = Files.createDirectories(directory.resolve("whole-" + trades));
        final Path data = work.resolve("data");
        final LiveEngine.Result whole = LiveEngine.runToEnd("whole", data, tape, LiveEngine.Options.PLAIN);
        if (whole.exitCode() != 0 || whole.report().path("eventsIn").asInt() != trades) {
            throw new IOException("the run without a fault did not work: " + LiveEngine.lastLine(whole.err()));
        }
        return new Reference(tape, whole.stateDigest(), whole.outputDigest(), data);
    }
}
