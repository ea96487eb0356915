package io.millrace.tools.torture;

import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/**
 * Runs rounds of faults, one at a time in each lane, and keeps what the failing ones leave.
 *
 * <p>One thread runs; {@link #requestStop} is for any. Rounds that are under way then are interrupted, and neither counted nor
 * judged.
 */
public final class TortureRun {
    private final List<Fault> faults;
    private final TorturePlan plan;
    private final Path directory;
    private final TortureListener listener;
    private final NanoClock clock = Clocks.monotonic();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean stopRequested;
    private long beganNs;
    private long turnsInAll;
    private long turnsBegun;

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
        beganNs = clock.nanoTime();
        final Map<Fault, FaultResult> results = new LinkedHashMap<>();
        final Map<Fault.Lane, List<Turn>> lanes = new EnumMap<>(Fault.Lane.class);
        final boolean sideBySide = Runtime.getRuntime().availableProcessors() > 1;
        for (final Fault fault : faults) {
            final List<Turn> turns = turnsOf(results.computeIfAbsent(fault, this::prepared));
            turnsInAll += turns.size();
            lanes.computeIfAbsent(sideBySide ? fault.lane() : Fault.Lane.LIVE, lane -> new ArrayList<>())
                    .addAll(turns);
        }
        final boolean interrupted = runAll(lanes);
        results.values().forEach(this::conclude);
        if (interrupted && !stopRequested) {
            Thread.currentThread().interrupt();
        }
        return new TortureReport(plan, List.copyOf(results.values()), stopRequested, clock.nanoTime() - beganNs);
    }

    /** True when this thread was interrupted meanwhile, which ends the rounds that are under way. */
    private boolean runAll(final Map<Fault.Lane, List<Turn>> lanes) throws IOException {
        final List<FutureTask<Void>> tasks = new ArrayList<>();
        lanes.forEach((lane, turns) -> {
            final FutureTask<Void> task = new FutureTask<>(() -> runLane(turns), null);
            tasks.add(task);
            threads.add(new Thread(task, "torture-" + lane.name().toLowerCase(Locale.ROOT)));
        });
        threads.forEach(Thread::start);
        boolean interrupted = false;
        for (int i = 0; i < tasks.size(); ) {
            try {
                tasks.get(i).get();
                i++;
            } catch (final InterruptedException e) {
                interrupted = true;
                threads.forEach(Thread::interrupt);
            } catch (final ExecutionException e) {
                requestStop();
                throw new IOException("the runner itself failed: " + e.getCause(), e.getCause());
            }
        }
        return interrupted;
    }

    private void runLane(final List<Turn> turns) {
        if (plan.limit() != null) {
            turns.sort(Comparator.comparingDouble(Turn::progress));
        }
        for (final Turn turn : turns) {
            final boolean late = plan.limit() != null
                    && clock.nanoTime() - beganNs > plan.limit().toNanos();
            if (stopRequested || late) {
                break;
            }
            begins(turn);
            try {
                runRound(turn.result(), turn.round());
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private synchronized void begins(final Turn turn) {
        listener.begins(turn.result().fault(), turn.round(), turnsBegun++, turnsInAll);
    }

    private synchronized void failed(final Fault fault, final RoundFailure failure) {
        listener.failed(fault, failure);
    }

    /** Ends the run soon. */
    public void requestStop() {
        stopRequested = true;
        threads.forEach(Thread::interrupt);
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
            failed(fault, failure);
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
            failed(result.fault(), failure);
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
