package io.millrace.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class PairsTest {
    @Test
    void shouldTakeTurnsAndGiveTheMedianOfTheRatios() throws Exception {
        final StringBuilder order = new StringBuilder();
        final Queue<Double> ours = new ArrayDeque<>(List.of(10.0, 40.0, 9.0));
        final Queue<Double> others = new ArrayDeque<>(List.of(5.0, 10.0, 9.0));

        final Pairs<Double, Double> pairs = Pairs.interleave(
                3,
                () -> {
                    order.append('A');
                    return ours.remove();
                },
                () -> {
                    order.append('B');
                    return others.remove();
                });

        assertThat(order).hasToString("ABABAB");
        assertThat(pairs.count()).isEqualTo(3);
        assertThat(pairs.medianOfOurs(value -> value)).isEqualTo(10.0);
        assertThat(pairs.medianOfOthers(value -> value)).isEqualTo(9.0);
        assertThat(pairs.median((a, b) -> a / b))
                .as("of 2, 4 and 1; the ratio of the medians would be 1.1")
                .isEqualTo(2.0);
        assertThat(pairs.neighboursOfOthersDiffer(value -> value))
                .as("of 10 / 5 and 10 / 9")
                .isEqualTo((2.0 + 10.0 / 9) / 2);
        assertThat(Pairs.interleave(1, () -> 1.0, () -> 1.0).neighboursOfOthersDiffer(value -> value))
                .as("one run has no neighbour")
                .isNaN();
    }

    @Test
    void shouldTakeTheMiddle() {
        assertThat(Pairs.median(3)).isEqualTo(3);
        assertThat(Pairs.median(9, 1, 5)).isEqualTo(5);
        assertThat(Pairs.median(9, 1, 5, 6)).isEqualTo(5.5);
        assertThatIllegalArgumentException().isThrownBy(Pairs::median).withMessageContaining("no values");
    }

    @Test
    void shouldRefuseToCompareNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pairs.interleave(0, () -> 1, () -> 1))
                .withMessageContaining("at least one pair");
    }
}
