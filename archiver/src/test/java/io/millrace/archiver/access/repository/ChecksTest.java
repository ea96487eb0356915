package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.error.NullViolationException;
import io.millrace.archiver.access.error.TypeMismatchException;
import io.millrace.archiver.testing.Covers;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
@Covers({"S0-037", "S0-038", "S0-044", "S0-049"})
class ChecksTest {
    private final Checks checks = new Checks("TestRepository", "method");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1-1-1-1-1",
                "0e8dd1d4-0000-0000-0000-00000000000",
                "0e8dd1d4000000000000000000000000",
                "zzzzzzzz-0000-0000-0000-000000000000"
            })
    void shouldRefuseWhatIsNoUuid(String text) {
        assertThatExceptionOfType(TypeMismatchException.class)
                .isThrownBy(() -> checks.uuid("userId", text))
                .withMessageContaining("TestRepository.method, column userId");
    }

    @Test
    void shouldTakeAUuidInEitherCase() {
        UUID uuid = UUID.randomUUID();
        assertThat(checks.uuid("id", uuid.toString())).isEqualTo(uuid);
        assertThat(checks.uuid("id", uuid.toString().toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(uuid);
    }

    @Test
    void shouldTellMissingFromWrongFromOutOfRange() {
        assertThatExceptionOfType(NullViolationException.class).isThrownBy(() -> checks.required("a", null));
        assertThatExceptionOfType(NullViolationException.class).isThrownBy(() -> checks.text("a", null, 5));
        assertThatExceptionOfType(NullViolationException.class)
                .isThrownBy(() -> checks.texts("a", Arrays.asList("x", null), 5));
        assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> checks.text("a", " \t", 5));
        assertThatExceptionOfType(TypeMismatchException.class).isThrownBy(() -> checks.text("a", "123456", 5));
        assertThatExceptionOfType(TypeMismatchException.class).isThrownBy(() -> checks.text("a", "a\0b", 5));
        assertThatExceptionOfType(TypeMismatchException.class).isThrownBy(() -> checks.range("a", Double.NaN, 0, 1));
        assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> checks.range("a", 1.5, 0, 1));
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> checks.finite("a", Double.POSITIVE_INFINITY));
        assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> checks.whole("a", 0, 1, 5));
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> checks.positive("a", BigDecimal.ZERO));
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> checks.oneOf("a", "C", Set.of("A", "B")))
                .withMessageStartingWith("none of [A, B]");
    }

    @Test
    void shouldTakeWhatIsInOrderAndWhatMayBeMissing() {
        checks.text("a", "12345", 5)
                .optionalText("a", null, 1)
                .texts("a", List.of("x"), 1)
                .range("a", null, 0, 1)
                .range("a", 1.0, 0, 1)
                .whole("a", null, 0, 1)
                .whole("a", 5L, 1, 5)
                .positive("a", null)
                .oneOf("a", "A", Set.of("A"));
        assertThat("\ud83d\ude00".length()).isEqualTo(2);
        checks.text("a", "\ud83d\ude00", 1);
    }
}
