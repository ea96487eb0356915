package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.tail.JournalPosition;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RunTallyTest {
    private final RunTally tally = new RunTally();

    @Test
    void shouldCountWhatCommitted() {
        tally.attempt(10, at(10)).put("ticks", 8L);
        tally.committed();
        tally.attempt(5, at(15)).putAll(Map.of("ticks", 1L, "prices", 2L));
        tally.committed();
        ArchiveReport report = tally.report(at(15), 3, 5, 6, 4_000_000_000L, 2_000_000_000L);
        assertThat(report.records()).isEqualTo(15);
        assertThat(report.rowsByTable()).isEqualTo(Map.of("ticks", 9L, "prices", 2L));
        assertThat(report.rows()).isEqualTo(11);
        assertThat(report.transactions()).isEqualTo(2);
        assertThat(report.rowsPerSecond()).isEqualTo(5.5);
        assertThat(report.lagRecords()).isEqualTo(3);
        assertThat(report.behindNs()).isEqualTo(5);
        assertThat(report.deadLetters()).isEqualTo(6);
    }

    @Test
    void shouldCountACommitWhoseAnswerWasLost() {
        tally.attempt(10, at(10)).put("ticks", 8L);
        tally.reconnected(at(10));
        assertThat(tally.records()).isEqualTo(10);
        assertThat(tally.rows()).isEqualTo(8);
        assertThat(tally.transactions()).isEqualTo(1);
    }

    @Test
    void shouldNotCountAnAttemptThatDidNotCommit() {
        tally.attempt(10, at(10)).put("ticks", 8L);
        tally.reconnected(at(0));
        tally.reconnected(at(10));
        assertThat(tally.records()).isZero();
        assertThat(tally.rows()).isZero();
        assertThat(tally.report(at(0), 0, 0, 0, 1, 0).reconnects()).isEqualTo(2);
        assertThat(tally.report(at(0), 0, 0, 0, 1, 0).rowsPerSecond()).isZero();
    }

    private static JournalPosition at(long sequence) {
        return new JournalPosition(sequence, sequence);
    }
}
