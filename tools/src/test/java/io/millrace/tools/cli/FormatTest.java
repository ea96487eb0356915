package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class FormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 ns",
                "999 | 999 ns",
                "1500 | 1.5 µs",
                "360000 | 360.0 µs",
                "12000000 | 12.0 ms",
                "3400000000 | 3.4 s",
                "125000000000 | 2 min 5 s",
                "3840000000000 | 1 h 4 min"
            })
    void shouldWriteDurations(long ns, String text) {
        assertThat(Format.durationNs(ns)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0 B", "1023 | 1023 B", "1024 | 1.0 KiB", "1468006 | 1.4 MiB", "5368709120 | 5.0 GiB"})
    void shouldWriteSizes(long bytes, String text) {
        assertThat(Format.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void shouldGroupDigits() {
        assertThat(Format.count(21_313)).isEqualTo("21,313");
        assertThat(Format.rate(1_234_567.8)).isEqualTo("1,234,568/s");
        assertThat(Format.digest(0xabcL)).isEqualTo("0000000000000abc");
        assertThat(Format.timeNs(1_734_705_052_123_456_789L)).isEqualTo("2024-12-20 14:30:52.123");
    }
}
