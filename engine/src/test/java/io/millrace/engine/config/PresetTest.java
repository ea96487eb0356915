package io.millrace.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PresetTest {
    private static final EngineConfig DEFAULTS = EngineConfig.defaults();

    @TempDir
    Path directory;

    @Test
    void shouldHaveTheDefaultsInThePresetOfSharedCores() {
        assertThat(with("preset", "shared-cores")).isEqualTo(DEFAULTS);
    }

    @Test
    void shouldSpinOnIsolatedCpusWithThePresetOfLatency() {
        EngineConfig latency = with("preset", "latency");
        assertThat(latency.ring().waitKind()).isEqualTo(WaitKind.BUSY_SPIN);
        assertThat(latency.ring().size()).isEqualTo(DEFAULTS.ring().size());
        assertThat(latency.layout().cpu()).isEqualTo(new CpuConfig(true, List.of()));
        assertThat(latency.layout().nice()).isEqualTo(-10);
        assertThat(DEFAULTS.layout().nice()).isZero();
        assertThat(latency.layout().pipelined().journalWait()).isEqualTo(WaitKind.BUSY_SPIN);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void shouldNotChangeWhatShapesOutputs(Preset preset) {
        assertThat(with("preset", preset.label()).canonicalText()).isEqualTo(DEFAULTS.canonicalText());
    }

    @Test
    void shouldLetFileAndOverridesWinOverThePreset() throws IOException {
        Path file = directory.resolve("user.conf");
        Files.write(file, List.of("millrace.engine { preset = latency, ring.wait = yielding, cpu = [1] }"));
        EngineConfig config = EngineConfig.load(Optional.of(file), Map.of("millrace.engine.cpu", "none"));
        assertThat(config.ring().waitKind()).isEqualTo(WaitKind.YIELDING);
        assertThat(config.layout().cpu()).isEqualTo(CpuConfig.NONE);
        assertThat(config.layout().pipelined().egressThread()).isEqualTo(EgressThread.OWN);

        EngineConfig other = EngineConfig.load(Optional.of(file), Map.of("millrace.engine.preset", "shared-cores"));
        assertThat(other.layout().pipelined().egressThread()).isEqualTo(EgressThread.JOURNAL);
        assertThat(other.layout().cpu().cpus()).containsExactly(1);
    }

    @Test
    void shouldRefuseAPresetThatIsNone() {
        assertThatThrownBy(() -> with("preset", "fast"))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("millrace.engine.preset = fast: must be one of shared-cores, latency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "[2, 2]", "[-1]", "[5000]", "[1.5]", "[[1]]", "{}", "3-4"})
    void shouldRefuseCpusThatAreNone(String value) {
        assertThatThrownBy(() -> with("cpu", value))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("millrace.engine.cpu")
                .hasMessageContaining("must be none, isolated, or a list");
    }

    @Test
    void shouldReadTheListsOfTheKernel() {
        assertThat(CpuList.parse("2-3,6\n")).containsExactly(2, 3, 6);
        assertThat(CpuList.parse("")).isEmpty();
        assertThat(CpuList.parse("none")).isEmpty();
    }

    private static EngineConfig with(String key, String value) {
        return EngineConfig.load(Optional.empty(), Map.of(EngineConfig.KEY_PREFIX + key, value));
    }
}
