package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ArchiverConfigTest {
    private final ArchiverConfig defaults = ArchiverConfig.defaults();

    @Test
    void shouldChangeOneThingAtATime() {
        ArchiverConfig changed = defaults.withTransaction(1, 2, Duration.ofMillis(3))
                .withBackoff(Duration.ofMillis(4), Duration.ofMillis(5))
                .withPatience(Duration.ofMillis(6))
                .withSocketTimeout(Duration.ofSeconds(7))
                .withMaxDeadLetters(8)
                .withStandby(true);
        assertThat(changed)
                .isEqualTo(new ArchiverConfig(
                        1,
                        2,
                        Duration.ofMillis(3),
                        Duration.ofMillis(4),
                        Duration.ofMillis(5),
                        Duration.ofMillis(6),
                        Duration.ofSeconds(7),
                        8,
                        true));
    }

    @Test
    void shouldRefuseWhatCannotWork() {
        assertThatThrownBy(() -> defaults.withTransaction(0, 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxRecords");
        assertThatThrownBy(() -> defaults.withBackoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minBackoff");
        assertThatThrownBy(() -> defaults.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxBackoff");
        assertThatThrownBy(() -> defaults.withPatience(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patience");
        assertThatThrownBy(() -> defaults.withSocketTimeout(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("socketTimeout");
        assertThatThrownBy(() -> defaults.withMaxDeadLetters(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxDeadLetters");
    }
}
