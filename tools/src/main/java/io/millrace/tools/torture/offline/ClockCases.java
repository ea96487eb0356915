package io.millrace.tools.torture.offline;

import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.reader.RawBatch;
import io.millrace.tools.torture.reader.RawJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.EpochNanoClock;

/**
 * A wall clock that does what clocks must not do, under a writer that rolls by it. Every append is taken, the journal reads from its
 * first record to its last, and each batch is in the cycle where a time that never goes back puts it. A round is a case.
 */
final class ClockCases implements OfflineFault {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HH'F.cq4'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long MILLI_NS = 1_000_000L;
    private static final long SECOND_MS = 1_000;
    private static final long HOUR_MS = 3_600 * SECOND_MS;
    private static final long DAY_MS = 24 * HOUR_MS;
    /** In a list of steps: the writer is closed and another one opened. */
    private static final long RESTART = Long.MIN_VALUE;

    /**
     * A case.
     *
     * @param start first time of the clock
     * @param stepsMs what the clock does before each append, ms
     */
    private record Case(String what, String start, List<Long> stepsMs) {}

    private static final List<Case> CASES = List.of(
            new Case("a step back within a cycle", "2026-11-20T10:20:00Z", List.of(0L, -SECOND_MS, -60 * SECOND_MS)),
            new Case(
                    "a step back over a roll",
                    "2026-11-20T10:20:00Z",
                    List.of(0L, HOUR_MS, -3 * HOUR_MS, SECOND_MS, 4 * HOUR_MS)),
            new Case("a clock that stands still", "2026-11-20T10:20:00Z", Collections.nCopies(200, 0L)),
            new Case(
                    "a clock that stood still and catches up",
                    "2026-11-20T10:20:00Z",
                    List.of(0L, 0L, 5 * HOUR_MS, 0L, 0L)),
            new Case("the boundary of a cycle, by a millisecond", "2026-11-20T10:59:59.999Z", List.of(0L, 1L, -1L, 1L)),
            new Case(
                    "midnight, and back over it",
                    "2026-11-20T23:59:59.999Z",
                    List.of(0L, 1L, -5 * SECOND_MS, 5 * SECOND_MS)),
            new Case("cycles that are left out", "2026-11-20T10:20:00Z", List.of(0L, 7 * HOUR_MS, 3 * DAY_MS, 0L)),
            new Case(
                    "a start with the clock of yesterday",
                    "2026-11-20T10:20:00Z",
                    List.of(0L, HOUR_MS, RESTART, -DAY_MS, SECOND_MS, RESTART, DAY_MS + 2 * HOUR_MS)));

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String title() {
        return "a wall clock that steps back, stands still or leaps";
    }

    @Override
    public int rounds(final Effort effort) {
        return CASES.size();
    }

    @Override
    public void round(final Round round) throws IOException {
        final Case each = CASES.get(round.number() % CASES.size());
        final Path journal = round.directory().resolve("journal");
        final long[] nowMs = {Instant.parse(each.start()).toEpochMilli()};
        final EpochNanoClock clock = () -> nowMs[0] * MILLI_NS;
        final List<String> expected = new ArrayList<>();
        long latestMs = 0;
        long sequence = 0;
        JournalAppender appender = open(journal, 0, clock);
        try {
            for (final long stepMs : each.stepsMs()) {
                if (stepMs == RESTART) {
                    appender.close();
                    appender = open(journal, sequence, clock);
                    continue;
                }
                nowMs[0] += stepMs;
                appender.append(tick(++sequence, nowMs[0] * MILLI_NS));
                latestMs = Math.max(latestMs, nowMs[0]);
                expected.add(NAME.format(Instant.ofEpochMilli(latestMs)));
            }
        } finally {
            appender.close();
        }
        requireAll(each, journal, expected, round);
    }

    private static void requireAll(final Case each, final Path journal, final List<String> expected, final Round round)
            throws IOException {
        final List<String> files = new ArrayList<>();
        final RawJournal.Reading reading = RawJournal.read(journal, (final RawBatch batch) -> files.add(batch.file()));
        Invariant.I2.require(reading.clean(), each.what() + ": " + reading.bad());
        Invariant.I1.require(
                files.equals(expected), each.what() + ": batches expected in " + expected + ", found in " + files);
        final JournalSummary summary = JournalVerifier.verify(journal);
        Invariant.I2.require(
                summary.good() && summary.records() == expected.size(), each.what() + ": " + summary.damage());
        round.count(Figure.EVENTS_ACKNOWLEDGED, expected.size());
    }

    private static JournalAppender open(final Path journal, final long lastSequence, final EpochNanoClock clock) {
        return JournalAppender.open(journal, Base.ROLL_CYCLE, DurabilityPolicy.PROCESS, lastSequence, clock);
    }

    private static BatchBuilder tick(final long sequence, final long timeNs) {
        final BatchBuilder batch = new BatchBuilder(1, 1, 256);
        batch.begin(sequence);
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + ClockAdvancedEncoder.BLOCK_LENGTH;
        final int offset = batch.claim(length);
        new ClockAdvancedEncoder()
                .wrapAndApplyHeader(batch.buffer(), offset, new MessageHeaderEncoder())
                .sequence(sequence)
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs);
        return batch;
    }
}
