package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.error.NullViolationException;
import io.millrace.archiver.access.row.Candle;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.TickHistory;
import io.millrace.archiver.testing.TickHistory.Tick;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandleRepositoryIT extends RepositoryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant FROM = TickHistory.dayOne("00:00");
    private static final Instant TO = TickHistory.dayOne("00:03");

    @Test
    void shouldGiveCandlesOfTicksWhetherOrNotTheyAreInTheBars() throws SQLException {
        history(1);
        String[] expected = {"00:00 100 103 100 103 10 102 4", "00:02 104 104 104 104 5 104 1"};

        assertThat(texts(MINUTE)).containsExactly(expected);
        PostgresServer.execute(database, "SELECT refresh_tick_bars(1)");
        assertThat(texts(MINUTE)).containsExactly(expected);
        assertThat(texts(Duration.ofMinutes(3))).containsExactly("00:00 100 104 100 104 15 102.6667 5");
        assertThat(repositories.candles().list("S1", Duration.ofNanos(7_000), FROM, FROM.plusNanos(7_000)))
                .as("a length that no bar has")
                .hasSize(1);
    }

    @Test
    void shouldWantToKnowWhichOfTwo() throws SQLException {
        history(1);
        history(2);

        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> repositories.candles().list("S1", MINUTE, FROM, TO))
                .withMessageContaining("name engine or venue");
        assertThat(repositories.candles().listByVenue(2, "TEST", "S1", MINUTE, FROM, TO))
                .hasSize(2);
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> repositories.candles().listByVenue(2, "OTHER", "S1", MINUTE, FROM, TO))
                .withMessageContaining("no instrument");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 00:00, 00:03, interval",
        "PT-1S, 00:00, 00:03, interval",
        "PT0.0000001S, 00:00, 00:03, interval",
        "P3661D, 00:00, 00:03, interval",
        "PT1M, 00:03, 00:03, to",
        "PT0.001S, 00:00, 00:03, to"
    })
    void shouldRefuseWhatMakesNoCandles(Duration interval, String from, String to, String column) {
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() ->
                        repositories.candles().list("S1", interval, TickHistory.dayOne(from), TickHistory.dayOne(to)))
                .satisfies(e -> assertThat(e.context().column()).isEqualTo(column))
                .satisfies(e ->
                        assertThat(e.context().sqlState()).as("not asked for").isEmpty());
    }

    @Test
    void shouldRefuseWhatIsMissing() {
        assertThatExceptionOfType(NullViolationException.class)
                .isThrownBy(() -> repositories.candles().list("S1", MINUTE, null, TO));
        assertThatExceptionOfType(NullViolationException.class)
                .isThrownBy(() -> repositories.candles().list("S1", null, FROM, TO));
    }

    /** Four trades in the first minute, none in the second, one in the third. */
    private void history(int engine) throws SQLException {
        TickHistory.define(database, engine, 1);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ticks.add(new Tick(
                    engine,
                    1,
                    i + 1,
                    TickHistory.DAY_ONE_NS + (i == 4 ? 2 : 0) * MINUTE.toNanos(),
                    true,
                    BigDecimal.valueOf(100 + i),
                    BigDecimal.valueOf(i + 1)));
        }
        TickHistory.store(database, ticks);
    }

    private List<String> texts(Duration interval) {
        return repositories.candles().list("S1", interval, FROM, TO).stream()
                .map(CandleRepositoryIT::text)
                .toList();
    }

    private static String text(Candle candle) {
        return Stream.of(
                        candle.open(),
                        candle.high(),
                        candle.low(),
                        candle.close(),
                        candle.volume(),
                        candle.vwap().setScale(4, RoundingMode.HALF_UP))
                .map(value -> value.stripTrailingZeros().toPlainString())
                .collect(Collectors.joining(
                        " ", candle.openTime().toString().substring(11, 16) + " ", " " + candle.tradeCount()));
    }
}
