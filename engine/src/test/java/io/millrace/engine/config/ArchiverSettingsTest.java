package io.millrace.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ArchiverSettingsTest {
    private static final String KEY = "millrace.archiver.scheduling";

    @TempDir
    Path directory;

    @Test
    void shouldLetTheFileWinOverTheDefaultAndAnOverrideOverTheFile() throws IOException {
        assertThat(ArchiverSettings.load(Optional.empty(), Map.of()).scheduling())
                .isEqualTo(Scheduling.IDLE);
        Path file = Files.writeString(directory.resolve("my.conf"), KEY + " = normal\n");
        assertThat(ArchiverSettings.load(Optional.of(file), Map.of()).scheduling())
                .isEqualTo(Scheduling.NORMAL);
        assertThat(ArchiverSettings.load(Optional.of(file), Map.of(KEY, "idle")).scheduling())
                .isEqualTo(Scheduling.IDLE);
        // The engine takes a file that is for both.
        assertThat(EngineConfig.load(Optional.of(file), Map.of()).engineId()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnotherValueAndAnotherKey() {
        assertThatThrownBy(() -> ArchiverSettings.load(Optional.empty(), Map.of(KEY, "never")))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageStartingWith(KEY + " = never: must be")
                .hasMessageContaining("idle");
        assertThatThrownBy(() -> ArchiverSettings.load(Optional.empty(), Map.of("millrace.archiver.sheduling", "idle")))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("millrace.archiver.sheduling: unknown key; did you mean 'scheduling'?");
    }

    @Test
    void shouldBeDescribed() throws IOException {
        assertThat(Files.readAllLines(Path.of("CONFIGURATION.md")))
                .anyMatch(line -> line.startsWith("| `archiver.scheduling` | `idle` | `idle`, `normal` |"));
    }
}
