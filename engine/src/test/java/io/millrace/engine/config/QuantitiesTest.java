package io.millrace.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "1ns, 1, 1ns",
        "1500us, 1500000, 1500us",
        "500ms, 500000000, 500ms",
        "60s, 60000000000, 1m",
        "90m, 5400000000000, 90m",
        "24h, 86400000000000, 1d",
        "0s, 0, 0ns"
    })
    void shouldReadDurations(String text, long durationNs, String shortest) {
        assertThat(Quantities.durationNs(text)).isEqualTo(durationNs);
        assertThat(Quantities.durationText(durationNs)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1B",
        "4096, 4096, 4KiB",
        "64KiB, 65536, 64KiB",
        "1024KiB, 1048576, 1MiB",
        "2GiB, 2147483648, 2GiB"
    })
    void shouldReadSizes(String text, long sizeBytes, String shortest) {
        assertThat(Quantities.sizeBytes(text)).isEqualTo(sizeBytes);
        assertThat(Quantities.sizeText(sizeBytes)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "1", "-1s", "+1s", "1 s", "1S", "1.5s", "1sec", "١s", "9223372036854775808ns", "106752d"
            })
    void shouldRefuseOtherDurations(String text) {
        assertThat(Quantities.durationNs(text)).isEqualTo(Quantities.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "1KB", "1k", "1.5KiB", "-1", "1 KiB", "9999999999GiB", "9999999999999999999"})
    void shouldRefuseOtherSizes(String text) {
        assertThat(Quantities.sizeBytes(text)).isEqualTo(Quantities.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "2, 2",
        "100, 100",
        "0.1, 0.1",
        "2e-3, 0.002",
        // Double.toString wrote this one as 1.9999999999999998E23 before JDK 19.
        "2e23, 200000000000000000000000",
        "0.30000000000000004, 0.30000000000000004",
        "1234567.891, 1234567.891"
    })
    void shouldWriteTheShortestNumber(double value, String text) {
        assertThat(Quantities.numberText(value)).isEqualTo(text);
    }

    @Test
    void shouldWriteNumbersThatReadBackExactly() {
        long seed = 20_241_220L;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = i % 2 == 0
                    ? random.nextDouble() * 100
                    : Double.longBitsToDouble(random.nextLong() & 0x7FEF_FFFF_FFFF_FFFFL);
            assertThat(Double.parseDouble(Quantities.numberText(value)))
                    .as("seed %d, number %d", seed, i)
                    .isEqualTo(value);
        }
    }
}
