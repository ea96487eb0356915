package io.millrace.archiver.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class NumericFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0, -8, 0",
        "6180030000000, -8, 61800.3",
        "-1, -2, -0.01",
        "1, 0, 1",
        "10000, 0, 10000",
        "12, 3, 12000",
        "9223372036854775807, -8, 92233720368.54775807",
        "-9223372036854775808, -3, -9223372036854775.808",
        "9223372036854775807, 18, 9223372036854775807000000000000000000",
        "123456789, -18, 0.000000000123456789"
    })
    void shouldEncodeTheExactValue(long mantissa, int exponent, BigDecimal expected) {
        assertThat(decode(mantissa, exponent)).isEqualByComparingTo(expected);
    }

    @Test
    void shouldEncodeEveryMantissaAtEveryExponent() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            long mantissa = random.nextLong() >> random.nextInt(64);
            if (random.nextInt(4) == 0) {
                mantissa *= 10_000L;
            }
            int exponent = random.nextInt(256) - 128;
            assertThat(decode(mantissa, exponent))
                    .as("mantissa %d exponent %d seed %d", mantissa, exponent, seed)
                    .isEqualByComparingTo(BigDecimal.valueOf(mantissa, -exponent));
        }
    }

    @Test
    void shouldShowAsManyDecimalsAsTheExponentHas() {
        assertThat(decode(6_180_030_000_000L, -8).scale()).isEqualTo(8);
        assertThat(decode(5, 2).scale()).isZero();
    }

    /**
     * Reads the server's format as its documentation describes it: digits to the base of 10000, weight of the first.
     */
    private static BigDecimal decode(long mantissa, int exponent) {
        byte[] bytes = new byte[3 + NumericFormat.MAX_BYTES];
        int length = NumericFormat.encode(mantissa, exponent, bytes, 3);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 3, length);
        int digits = buffer.getShort();
        int weight = buffer.getShort();
        int sign = buffer.getShort();
        int scale = buffer.getShort();
        assertThat(length).isEqualTo(8 + 2 * digits).isLessThanOrEqualTo(NumericFormat.MAX_BYTES);
        BigInteger unscaled = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            int digit = buffer.getShort();
            assertThat(digit).isBetween(0, 9999);
            unscaled = unscaled.multiply(BigInteger.valueOf(10_000)).add(BigInteger.valueOf(digit));
        }
        BigDecimal value = new BigDecimal(unscaled).scaleByPowerOfTen(4 * (weight - digits + 1));
        return (sign == 0x4000 ? value.negate() : value).setScale(scale);
    }
}
