package io.millrace.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class UnitTest {
    @ParameterizedTest
    @CsvSource({
        "NANOSECONDS, 12.34, 12.3 ns",
        "NANOSECONDS, 450, 450 ns",
        "NANOSECONDS, 1234, 1.23 µs",
        "NANOSECONDS, 56789, 56.8 µs",
        "NANOSECONDS, 1234567, 1.23 ms",
        "NANOSECONDS, 2500000000, 2.50 s",
        "EVENTS_PER_SECOND, 8540000, 8.54 M/s",
        "EVENTS_PER_SECOND, 91500, 91.5 k/s",
        "BYTES_PER_EVENT, 0, 0.000",
        "SECONDS, 0.756, 0.76 s",
        "RATIO, 0.0123, 0.0123",
        "RATIO, 1.5, 1.50",
        "RATIO, 162.4, 162",
        "NUMBER, 42, 42",
        "NUMBER, NaN, –"
    })
    void shouldShowValuesAsPeopleReadThem(final Unit unit, final double value, final String shown) {
        assertThat(unit.format(value)).isEqualTo(shown);
    }

    @Test
    void shouldRefuseATableWhoseRowsDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table("t", "", List.of("a", "b"), List.of(List.of("1"))))
                .withMessageContaining("'t'");
    }
}
