package io.millrace.benchmarks.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Listing;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few thousand ticks on a real server: that the figures, the plans and the care are there. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HistorySectionTest {
    @Test
    void shouldHoldALongHistoryAgainstAShortOneAndShowThePlans() throws Exception {
        final SectionResult result = Smoke.run(new HistorySection());

        assertThat(result.rows())
                .extracting(Row::key)
                .containsExactly(
                        Goal.CANDLES.key(), Goal.CANDLES_GROWTH.key(), Goal.SIGNALS.key(), Goal.SIGNALS_GROWTH.key());
        assertThat(result.tables())
                .singleElement()
                .satisfies(table -> assertThat(table.rows()).hasSize(HistoryQuestion.values().length));
        assertThat(result.listings())
                .extracting(Listing::body)
                .hasSize(4)
                .allSatisfy(plan -> assertThat(plan).contains("Buffers: shared", "Execution Time"))
                .satisfiesExactly(
                        closed -> assertThat(closed)
                                .contains("FROM candles($1", "tick_bars_pkey", "ticks_20260629")
                                .doesNotContain("ticks_20260628", "ticks_20260630"),
                        open -> assertThat(open)
                                .contains("FROM candles($1", "tick_bars_pkey", "ticks_20260630")
                                .doesNotContain("ticks_20260629"),
                        newest -> assertThat(newest).contains("FROM trading_signals", "(timestamp, id) < ($1, $2"),
                        before -> assertThat(before).contains("FROM trading_signals"));
    }

    @Test
    void shouldCloseEveryDayButTheLastAndLeaveItsNewestTicksOutOfTheBars() throws Exception {
        final HistoryShape shape = new HistoryShape(2_500, 3);
        try (ScratchDirectory scratch = ScratchDirectory.create();
                ArchiveServer server = ArchiveServer.start(scratch.fresh())) {
            HistoryArchive.fill(server, "history", shape, shape.days(), line -> {});

            assertThat(server.value("history", "SELECT count(*) FROM ticks")).isEqualTo("7500");
            assertThat(server.value("history", "SELECT count(*) FROM trading_signals"))
                    .isEqualTo("30");
            assertThat(server.value(
                            "history",
                            "SELECT string_agg(table_name || ' ' || (closed_at IS NOT NULL), ', ' ORDER BY day) FROM tick_partitions"
                                    + " WHERE estimated_rows > 0"))
                    .isEqualTo("ticks_20260628 true, ticks_20260629 true, ticks_20260630 false");
            assertThat(
                            server.value(
                                    "history",
                                    "SELECT p.sequence - b.sequence FROM archive_position p JOIN tick_bar_positions b USING (engine_id)"))
                    .isEqualTo("250");
            assertThat(server.value("history", "SELECT count(DISTINCT price) > 2000 FROM trades"))
                    .as("no copies of one day")
                    .isEqualTo("t");
            assertThat(server.value("history", "SELECT count(*) > 0 FROM signal_days"))
                    .isEqualTo("t");
        }
    }

    @Test
    void shouldNotTellOfAnswersThatAreMissing() throws Exception {
        final HistoryShape shape = new HistoryShape(2_500, 2);
        try (ScratchDirectory scratch = ScratchDirectory.create();
                ArchiveServer server = ArchiveServer.start(scratch.fresh())) {
            HistoryArchive.fill(server, "history", shape, shape.days(), line -> {});
            server.execute("history", "DELETE FROM trading_signals WHERE sequence % 2 = 0");
            try (HistoryReader reader = new HistoryReader(server.target("history"))) {
                assertThatThrownBy(() -> HistoryQuestion.SIGNALS_CLOSED.ask(reader, shape, 2, 0))
                        .hasMessageMatching("there are \\d signals of 10");
                assertThatThrownBy(() -> reader.candles(1, shape.lastDay().plusDays(5)))
                        .hasMessageContaining("without rows");
            }
        }
    }

    @Test
    void shouldNotCompareDifferentAnswers() throws Exception {
        final HistoryShape shape = new HistoryShape(2_500, 3);
        try (ScratchDirectory scratch = ScratchDirectory.create();
                ArchiveServer server = ArchiveServer.start(scratch.fresh())) {
            HistoryArchive.fill(server, "long_history", shape, shape.days(), line -> {});
            HistoryArchive.fill(server, "short_history", shape, HistoryShape.SMALL_DAYS, line -> {});
            try (HistoryReader large = new HistoryReader(server.target("long_history"));
                    HistoryReader small = new HistoryReader(server.target("short_history"))) {
                assertThat(HistoryQuestion.CANDLES_OPEN
                                .ask(large, small, shape, 3)
                                .count())
                        .isEqualTo(3);
                server.execute(
                        "short_history", "DELETE FROM tick_bars WHERE open_time_ns % 7200000000000 < 3600000000000");
                assertThatThrownBy(() -> HistoryQuestion.CANDLES_OPEN.ask(large, small, shape, 3))
                        .hasMessageContaining("different answers");
            }
        }
    }
}
