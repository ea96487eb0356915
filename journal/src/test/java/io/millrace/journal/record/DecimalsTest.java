package io.millrace.journal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DecimalsTest {

    private static long parse(String text, int exponent) {
        byte[] ascii = ("<" + text + ">").getBytes(StandardCharsets.US_ASCII);
        return Decimals.parse(ascii, 1, ascii.length - 2, exponent);
    }

    @ParameterizedTest
    @CsvSource({
        "61800.30, -8, 6180030000000",
        "0.00000638, -8, 638",
        "1674200, 0, 1674200",
        "0, -8, 0",
        "-0, -8, 0",
        "+1.5, -1, 15",
        "-1.5, -1, -15",
        ".5, -1, 5",
        "5., 0, 5",
        "1e-5, -8, 1000",
        "1E+2, -8, 10000000000",
        "12.5e1, 0, 125",
        "1500, 2, 15",
        "0e999999999999, -8, 0",
        "1.000000000000000000000000000000, -8, 100000000",
        "000000000000000000000000000001, 0, 1",
        "9223372036854775807, 0, 9223372036854775807",
        "92233720368.54775807, -8, 9223372036854775807",
        "-9223372036854775805, 0, -9223372036854775805",
        "100000000000000000000e-20, 0, 1"
    })
    void shouldParseWhenTextFits(String text, int exponent, long expected) {
        assertThat(parse(text, exponent)).isEqualTo(expected);
        assertThat(Decimals.isValue(expected)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1e5.0",
                "1..2",
                "1.2.3",
                "1,2",
                " 1",
                "1 ",
                "NaN",
                "Infinity",
                "-inf",
                "0x10",
                "1_000",
                "--1",
                "12a",
                "1e5x",
                "99999999999999999999999x",
                "1-",
                "/",
                ":"
            })
    void shouldRefuseWhenTextIsNoDecimal(String text) {
        assertThat(parse(text, -8)).isEqualTo(Decimals.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775808, 0",
        "92233720368.54775808, -8",
        "-9223372036854775806, 0",
        "1e30, 0",
        "1e999999999999, 0",
        "99999999999999999999999999.5, 0",
        "10, -18"
    })
    void shouldSayOverflowWhenMagnitudeIsTooLarge(String text, int exponent) {
        assertThat(parse(text, exponent)).isEqualTo(Decimals.OVERFLOW);
    }

    @ParameterizedTest
    @CsvSource({
        "0.000000001, -8",
        "1.5, 0",
        "15, 1",
        "1e-9, -8",
        "1.0000000000000000000000001, -8",
        "1e-999999999999, 0"
    })
    void shouldSayInexactWhenDigitsAreLeftOver(String text, int exponent) {
        assertThat(parse(text, exponent)).isEqualTo(Decimals.INEXACT);
    }

    @Test
    void shouldRefuseWhenExponentIsOutOfRange() {
        assertThatThrownBy(() -> parse("1", 19)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Decimals.toDouble(1, -19)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Decimals.toText(0, -19)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAgreeWithBigDecimalWhenTextsAreRandom() {
        long seed = 20241120L;
        Random random = new Random(seed);
        for (int i = 0; i < 300_000; i++) {
            String text = randomText(random);
            int exponent = random.nextInt(37) - 18;
            assertThat(parse(text, exponent))
                    .as("seed %d, text %s, exponent %d", seed, text, exponent)
                    .isEqualTo(reference(text, exponent));
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? '-' : '+');
        }
        int whole = 1 + random.nextInt(random.nextInt(8) == 0 ? 24 : 7);
        for (int i = 0; i < whole; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        if (random.nextBoolean()) {
            text.append('.');
            int fraction = random.nextInt(random.nextInt(8) == 0 ? 24 : 9);
            for (int i = 0; i < fraction; i++) {
                text.append(random.nextInt(3) == 0 ? '0' : (char) ('0' + random.nextInt(10)));
            }
        }
        if (random.nextInt(4) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(41) - 20);
        }
        return text.toString();
    }

    private static long reference(String text, int exponent) {
        BigDecimal scaled = new BigDecimal(text).scaleByPowerOfTen(-exponent);
        BigInteger whole = scaled.setScale(0, RoundingMode.DOWN).toBigInteger();
        BigInteger limit = BigInteger.valueOf(text.startsWith("-") ? Long.MAX_VALUE - 2 : Long.MAX_VALUE);
        if (whole.abs().compareTo(limit) > 0) {
            return Decimals.OVERFLOW;
        }
        if (scaled.compareTo(new BigDecimal(whole)) != 0) {
            return Decimals.INEXACT;
        }
        return whole.longValueExact();
    }

    @Test
    void shouldGiveNearestDoubleWhenMantissaIsBelow53Bits() {
        long seed = 7L;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long mantissa = (random.nextLong() >> 10) >> random.nextInt(50);
            int exponent = random.nextInt(19) - 18;
            assertThat(Decimals.toDouble(mantissa, exponent))
                    .as("seed %d, %d at %d", seed, mantissa, exponent)
                    .isEqualTo(BigDecimal.valueOf(mantissa, -exponent).doubleValue());
        }
    }

    @Test
    void shouldStayWithinAnUlpWhenMantissaIsLarge() {
        long seed = 8L;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long mantissa = random.nextLong();
            int exponent = random.nextInt(37) - 18;
            double exact = BigDecimal.valueOf(mantissa, -exponent).doubleValue();
            assertThat(Math.abs(Decimals.toDouble(mantissa, exponent) - exact))
                    .as("seed %d, %d at %d", seed, mantissa, exponent)
                    .isLessThanOrEqualTo(Math.ulp(exact));
        }
    }

    @Test
    void shouldGiveExactTextWhenAsked() {
        assertThat(Decimals.toText(6180030000000L, -8)).isEqualTo("61800.3");
        assertThat(Decimals.toText(0, -8)).isEqualTo("0");
        assertThat(Decimals.toText(-5, -1)).isEqualTo("-0.5");
        assertThat(Decimals.toText(15, 2)).isEqualTo("1500");
        assertThat(Decimals.toText(100, 0)).isEqualTo("100");
        assertThat(Decimals.toText(638, -8)).isEqualTo("0.00000638");
        assertThat(Decimals.toBigDecimal(6180030000000L, -8)).isEqualByComparingTo("61800.3");
    }

    @Test
    void shouldNotAllocateWhenParsing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] ascii = "61800.30|1e-5|0.000000001|99999999999999999999|NaN".getBytes(StandardCharsets.US_ASCII);
        long sum = parseAll(ascii, 20_000);
        // The JVM books a few bytes on this thread when it recompiles a method, so the least of several rounds counts.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long baseline = threads.getCurrentThreadAllocatedBytes() - before;
            before = threads.getCurrentThreadAllocatedBytes();
            sum += parseAll(ascii, 20_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - baseline);
        }
        assertThat(least).as("bytes, checksum %d", sum).isZero();
    }

    private static long parseAll(byte[] ascii, int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            int from = 0;
            for (int i = 0; i <= ascii.length; i++) {
                if (i == ascii.length || ascii[i] == '|') {
                    sum += Decimals.parse(ascii, from, i - from, -8);
                    from = i + 1;
                }
            }
        }
        return sum;
    }
}
