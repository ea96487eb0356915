package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OperandTextTest {
    @Test
    void shouldPairNamesWithValues() {
        assertThat(json(List.of("fast", "slow"), 1.5, -2, 9, 9)).isEqualTo("{\"fast\": 1.5, \"slow\": -2.0}");
    }

    @Test
    void shouldWriteWhatJsonHasNoNumberFor() {
        assertThat(json(List.of("a", "b"), Double.NaN, Double.NEGATIVE_INFINITY))
                .isEqualTo("{\"a\": null, \"b\": \"-Infinity\"}");
    }

    @Test
    void shouldEscapeNames() {
        assertThat(json(List.of("a\"b\\c\td"), 1)).isEqualTo("{\"a\\\"b\\\\c\\u0009d\": 1.0}");
    }

    @Test
    void shouldBeEmptyWithoutNames() {
        assertThat(json(List.of(), 1)).isEqualTo("{}");
    }

    private static String json(List<String> names, double... values) {
        return new String(OperandText.json(names, values), UTF_8);
    }
}
