package io.millrace.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.growth.Caches.Level;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BendTest {
    private static final Caches CACHES = new Caches(List.of(new Level("L1", 32 << 10), new Level("L2", 1 << 20)));

    @Test
    void shouldTellACostThatRoundsDoNotExplain() {
        final Bend bend = new Bend(at(1, 0.01, 100, 110, 105), at(64, 0.01, 150, 155, 160));

        assertThat(bend.sentence(CACHES))
                .isEqualTo("From 1 instrument, 12 indicators to 64 instruments, 12 indicators: 1.48 times the cost; "
                        + "the state grows from 1024 B, which fits in L1, to 64 KiB, which fits in L2, and "
                        + "an event closes as many bars (0.0100), each with 12 indicators in place of 12.");
    }

    @Test
    void shouldSayWhenRoundsOfTheSameDifferByAsMuch() {
        assertThat(new Bend(at(1, 0.01, 100, 130, 120), at(2, 0.02, 100, 101, 99)).sentence(CACHES))
                .contains(
                        "0.83 times the cost, which says nothing, because rounds of the same differ by up to 1.30 times; ")
                .contains("still fits in L1")
                .contains("closes 0.0200 bars in place of 0.0100");
        assertThat(new Bend(at(1, 0.01, 100, 101, 99), at(2, 0.01, 100, 130, 120)).sentence(CACHES))
                .contains("1.20 times the cost, which says nothing");
        assertThat(new Bend(at(1, 0.01, 120, 121, 119), at(2, 0.01, 100, 101, 99)).sentence(CACHES))
                .contains("0.83 times the cost; ");
    }

    private static Measured at(final int instruments, final double bars, final double... costsNs) {
        return new Measured(
                new Spot(instruments, 12), 1_024, Arrays.stream(costsNs).boxed().toList(), List.of(bars, bars, bars));
    }
}
