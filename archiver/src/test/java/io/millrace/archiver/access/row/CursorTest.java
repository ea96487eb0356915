package io.millrace.archiver.access.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.testing.Covers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class CursorTest {
    private record Row(Instant keyTime, String keyId) implements Keyed {}

    @Test
    void shouldComeBackAsItWent() {
        Random random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            Instant time = Instant.EPOCH.plus(
                    random.nextLong(-4_000_000_000_000_000L, 4_000_000_000_000_000L), ChronoUnit.MICROS);
            Cursor cursor = new Cursor(time, "a b#" + random.nextLong());
            assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
            assertThat(cursor.encode()).matches("[A-Za-z0-9_-]+");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MTIz", "eCB5", "IHg", "*", "OTk5OTk5OTk5OTk5OTk5OTk5OSB4", "OTIyMzM3MjAzNjg1NDc3NTgwNyB4"})
    void shouldRefuseWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.decode(text));
    }

    @Test
    @Covers("S2-109")
    void shouldPointBehindTheLastRowOfAPageThatIsNotTheLast() {
        Instant time = Samples.TIME;
        List<Row> three = List.of(new Row(time, "3"), new Row(time, "2"), new Row(time, "1"));
        Page<Row> page = Page.of(three, 2);
        assertThat(page.rows()).hasSize(2);
        assertThat(Cursor.decode(page.next().orElseThrow())).isEqualTo(new Cursor(time, "2"));
        assertThat(Page.of(three, 3).next()).isEmpty();
    }

    @Test
    void shouldMakeTradeIdsThatAreTheSameForTheSameSignal() {
        NewSignal signal = Samples.signal("BTCUSDT", Samples.TIME);
        assertThat(TradeIds.of(signal))
                .matches("BTC_20260302_143052_[0-9a-f]{8}")
                .isEqualTo(TradeIds.of(signal));
        assertThat(TradeIds.of(Samples.signal("BTCUSD", Samples.TIME))).isNotEqualTo(TradeIds.of(signal));
    }
}
