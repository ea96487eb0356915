package io.millrace.tools.torture;

import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/**
 * Runs rounds of faults, one at a time, and keeps what the failing ones leave.
 *
 * <p>One thread runs; {@link #requestStop} is for any. A round that is under way then is interrupted, and neither counted nor
 * judged.
 */
public final class TortureRun {
    private final List<Fault> faults;
    private final TorturePlan plan;
    private final Path directory;
    private final TortureListener listener;
    private final NanoClock clock = Clocks.monotonic();
    private volatile boolean stopRequested;
    private volatile Thread runner;

    /** @param directory exists; each round gets a directory of its own in it */
    public TortureRun(
            final List<Fault> faults, final TorturePlan plan, final Path directory, final TortureListener listener) {
        this.faults = List.copyOf(faults);
        this.plan = plan;
        this.directory = directory;
        this.listener = listener;
    }

    private record Turn(FaultResult result, int round, double progress) {}

    /** Runs everything that the plan says. */
    public TortureReport run() throws IOException {
        runner = Thread.currentThread();
        final long startNs = clock.nanoTime();
        final Map<Fault, FaultResult> results = new LinkedHashMap<>();
        final List<Turn> turns = new ArrayList<>();
        for (final Fault fault : faults) {
            turns.addAll(turnsOf(results.computeIfAbsent(fault, this::prepared)));
        }
        if (plan.limit() != null) {
            turns.sort(Comparator.comparingDouble(Turn::progress));
        }
        long done = 0;
        for (final Turn turn : turns) {
            final boolean late = plan.limit() != null
                    && clock.nanoTime() - startNs > plan.limit().toNanos();
            if (stopRequested || late) {
                break;
            }
            listener.begins(turn.result().fault(), turn.round(), done++, turns.size());
            runRound(turn.result(), turn.round());
        }
        // The interrupt has done its work; what follows may block for good reason.
        final boolean interrupted = Thread.interrupted();
        results.values().forEach(this::conclude);
        if (interrupted && !stopRequested) {
            Thread.currentThread().interrupt();
        }
        return new TortureReport(plan, List.copyOf(results.values()), stopRequested, clock.nanoTime() - startNs);
    }

    /** Ends the run soon. */
    public void requestStop() {
        stopRequested = true;
        final Thread thread = runner;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private FaultResult prepared(final Fault fault) {
        final String obstacle = fault.obstacle();
        if (obstacle != null) {
            listener.skipped(fault, obstacle);
        }
        return new FaultResult(fault, plan.onlyRound().isPresent() ? 1 : fault.rounds(plan.effort()), obstacle);
    }

    private List<Turn> turnsOf(final FaultResult result) {
        final List<Turn> turns = new ArrayList<>();
        if (result.obstacle() == null) {
            final int first = plan.onlyRound().orElse(0);
            for (int i = 0; i < result.plannedRounds(); i++) {
                turns.add(new Turn(result, first + i, (double) i / result.plannedRounds()));
            }
        }
        return turns;
    }

    private void runRound(final FaultResult result, final int number) throws IOException {
        final Fault fault = result.fault();
        final long seed = plan.seedOf(fault.name(), number);
        final Path place = Files.createDirectories(directory.resolve(fault.name() + "-" + number));
        final Round round = new Round(number, seed, place);
        final long startNs = clock.nanoTime();
        Throwable problem = null;
        try {
            fault.round(round);
        } catch (final Exception | StackOverflowError | AssertionError e) {
            problem = e;
        }
        if (problem != null && stopRequested) {
            deleteTree(place);
            return;
        }
        result.ran(round, clock.nanoTime() - startNs);
        if (problem == null) {
            deleteTree(place);
        } else {
            final RoundFailure failure = RoundFailure.of(number, seed, problem, place);
            result.failed(failure);
            listener.failed(fault, failure);
        }
    }

    /** All rounds of a fault together; only those of a run that was not cut short say something. */
    private void conclude(final FaultResult result) {
        if (result.rounds() == 0) {
            return;
        }
        try {
            result.tells(result.fault().conclude());
        } catch (final InvariantBrokenException e) {
            final RoundFailure failure = RoundFailure.of(RoundFailure.ALL_ROUNDS, plan.seed(), e, null);
            result.failed(failure);
            listener.failed(result.fault(), failure);
        }
    }

    /** Deletes a directory and all below it; absent is fine. */
    public static void deleteTree(final Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> all = Files.walk(top)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
