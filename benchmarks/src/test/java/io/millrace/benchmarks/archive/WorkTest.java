package io.millrace.benchmarks.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkTest {
    @Test
    void shouldBookAtLeastOneTickOfProcessorTime() {
        final Work work = new Work.Reading(300, 2_000_000, 40_000_000, 70_000_000)
                .since(new Work.Reading(100, 1_000_000, 40_000_000, 70_000_000));

        assertThat(work.clientNsPerRow()).isEqualTo(Work.TICK_NS / 200.0);
        assertThat(work.serverNsPerRow()).isEqualTo(Work.TICK_NS / 200.0);
    }

    @Test
    void shouldKeepWhatIsLongerThanATick() {
        final Work work = new Work.Reading(300, 2_000_000, 80_000_000, 90_000_000)
                .since(new Work.Reading(100, 1_000_000, 40_000_000, 60_000_000));

        assertThat(work.serverNsPerRow()).isEqualTo(200_000.0);
        assertThat(work.clientNsPerRow()).isEqualTo(150_000.0);
    }
}
