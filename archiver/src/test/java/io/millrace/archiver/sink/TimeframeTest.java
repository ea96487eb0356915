package io.millrace.archiver.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class TimeframeTest {
    @ParameterizedTest
    @CsvSource({
        "1000000000, 1s",
        "60000000000, 1m",
        "90000000000, 90s",
        "300000000000, 5m",
        "3600000000000, 1h",
        "86400000000000, 1d",
        "500000000, 500ms",
        "1500, 1500ns",
        "7000, 7us",
        "0, 0ns"
    })
    void shouldUseTheLargestUnitThatDivides(long intervalNs, String expected) {
        assertThat(Timeframe.of(intervalNs)).isEqualTo(expected);
    }
}
