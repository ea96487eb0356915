package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpaceGuardPollTest {
    @Test
    void shouldLookTheMoreOftenTheLessRoomThereIs() {
        assertThat(SpaceGuard.pollMs(-1)).isEqualTo(50);
        assertThat(SpaceGuard.pollMs(100L << 20)).isEqualTo(50);
        assertThat(SpaceGuard.pollMs(1L << 30)).isEqualTo(256);
        assertThat(SpaceGuard.pollMs(1L << 40)).isEqualTo(1_000);
    }
}
