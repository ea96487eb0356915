package io.millrace.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cases stand in refused.txt, each as a user would write it, with the exact message. */
@Timeout(30)
class RefusedConfigurationTest {
    private static final String ARROW = "\n-> ";
    private static final String SET = "--set ";

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> shouldSayWhatIsWrongInOneLine() throws IOException {
        return cases().stream()
                .map(text -> DynamicTest.dynamicTest(text.lines().findFirst().orElseThrow(), () -> {
                    int arrow = text.lastIndexOf(ARROW);
                    assertThat(messageOf(text.substring(0, arrow)))
                            .isEqualTo(text.substring(arrow + ARROW.length()))
                            .doesNotContain("\n");
                }));
    }

    @Test
    void shouldCoverEveryKindOfMistake() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(90);
    }

    @Test
    void shouldNameTheFileWhenThereIsNone() {
        Path missing = directory.resolve("none.conf");
        assertThatThrownBy(() -> EngineConfig.load(Optional.of(missing), Map.of()))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage(missing + ": no such configuration file; give the path of a HOCON file");
        assertThatThrownBy(() -> EngineConfig.load(Optional.of(directory), Map.of()))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage(directory + ": no such configuration file; give the path of a HOCON file");
    }

    @Test
    void shouldShortenALongValueAndKeepItOnOneLine() {
        String message = messageOf("millrace.engine.ring.wait = \"" + "x\\ny".repeat(100) + '"');
        assertThat(message)
                .isEqualTo("millrace.engine.ring.wait = " + "x y".repeat(19)
                        + "...: must be one of sleeping, yielding, blocking, busy-spin (user.conf:1)");
    }

    private List<String> cases() throws IOException {
        try (InputStream stream = RefusedConfigurationTest.class.getResourceAsStream("refused.txt")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.strip().split("\n\n"))
                    .filter(block -> block.contains(ARROW))
                    .toList();
        }
    }

    private String messageOf(String given) {
        try {
            if (given.startsWith(SET)) {
                int equals = given.indexOf('=');
                String key = given.substring(SET.length(), equals);
                EngineConfig.load(Optional.empty(), Map.of(key, given.substring(equals + 1)));
            } else {
                Path file = directory.resolve("user.conf");
                Files.writeString(file, given);
                EngineConfig.load(Optional.of(file), Map.of());
            }
            return "accepted";
        } catch (ConfigurationError e) {
            return e.getMessage().replace(directory + "/", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
