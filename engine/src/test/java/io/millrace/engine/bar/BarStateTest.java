package io.millrace.engine.bar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class BarStateTest {
    private static final int OFFSET = 24;

    private final UnsafeBuffer block = new UnsafeBuffer(ByteBuffer.allocateDirect(OFFSET + BarState.BYTES + 8));
    private final BarState bar = new BarState().wrap(block, OFFSET);

    @Test
    void shouldHaveNoBarAfterAReset() {
        block.setMemory(0, block.capacity(), (byte) 0x77);
        bar.reset();
        assertThat(bar.isOpen()).isFalse();
        assertThat(bar.lastOpenTimeNs()).isEqualTo(BarState.NONE);
        assertThat(block.getLong(OFFSET - 8)).isEqualTo(0x7777_7777_7777_7777L);
        assertThat(block.getLong(OFFSET + BarState.BYTES)).isEqualTo(0x7777_7777_7777_7777L);
    }

    @Test
    void shouldKeepTheClosedBarWhileTheNextIsBuilt() {
        bar.reset();
        bar.start(60, 10, 12, 9, 11, 5, 1, BarState.EXTERNAL);
        bar.add(15, 8, 13, 7, 2);
        assertThat(bar.openTimeNs()).isEqualTo(60);
        bar.close();
        assertThat(bar.isOpen()).isFalse();
        bar.start(120, 1, 1, 1, 1, 1, 1, 0);
        bar.add(2, 2, 2, 2, 1);

        assertThat(bar.lastOpenTimeNs()).isEqualTo(60);
        assertThat(bar.lastOpen()).isEqualTo(10);
        assertThat(bar.lastHigh()).isEqualTo(15);
        assertThat(bar.lastLow()).isEqualTo(8);
        assertThat(bar.lastClose()).isEqualTo(13);
        assertThat(bar.lastVolume()).isEqualTo(12);
        assertThat(bar.lastCount()).isEqualTo(3);
        assertThat(bar.lastFlags()).isEqualTo(BarState.EXTERNAL);
        bar.discard();
        assertThat(bar.isOpen()).isFalse();
        assertThat(bar.lastOpenTimeNs()).isEqualTo(60);
    }

    @Test
    void shouldHoldAVolumeThatDoesNotFit() {
        bar.reset();
        bar.start(0, 1, 1, 1, 1, Long.MAX_VALUE - 1, 1, 0);
        bar.add(1, 1, 1, 1, 1);
        bar.close();
        assertThat(bar.lastVolume()).isEqualTo(Long.MAX_VALUE);
        assertThat(bar.lastFlags()).isZero();
        bar.start(0, 1, 1, 1, 1, Long.MAX_VALUE, 1, 0);
        bar.add(1, 1, 1, 1, 1);
        bar.add(1, 1, 1, Long.MAX_VALUE, 1);
        bar.close();
        assertThat(bar.lastVolume()).isEqualTo(Long.MAX_VALUE);
        assertThat(bar.lastFlags()).isEqualTo(BarState.SATURATED);
    }
}
