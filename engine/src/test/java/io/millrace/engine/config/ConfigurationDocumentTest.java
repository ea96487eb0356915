package io.millrace.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.indicator.ParameterSpec;
import io.millrace.engine.rule.ReferenceSpec;
import io.millrace.engine.rule.RuleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CONFIGURATION.md names everything that can be set, with the defaults and bounds in force. */
@Timeout(30)
class ConfigurationDocumentTest {
    private static String document;

    @TempDir
    Path directory;

    @BeforeAll
    static void read() throws IOException {
        document = Files.readString(Path.of("CONFIGURATION.md"));
    }

    @Test
    void shouldNameEveryKeyOfTheDefaults() {
        Set<String> keys = new TreeSet<>();
        ConfigObject engine =
                (ConfigObject) ConfigFactory.parseResources("reference.conf").getValue("millrace.engine");
        collect("", engine, keys);
        assertThat(keys).contains("ring.size", "limits.cooldown-bars", "half-confidence", "k-period", "bands");
        for (String key : keys) {
            assertThat(document).as("key %s", key).contains('`' + key + '`');
        }
    }

    @Test
    void shouldGiveTheDefaultOfEverySingleKey() {
        ConfigObject engine =
                (ConfigObject) ConfigFactory.parseResources("reference.conf").getValue("millrace.engine");
        Set<String> keys = new TreeSet<>();
        collect("", engine, keys);
        keys.removeIf(key -> !key.contains("."));
        assertThat(keys).hasSize(43);
        for (String key : keys) {
            String value = engine.toConfig().getString(key);
            assertThat(document.lines())
                    .as("row of %s with the default %s", key, value)
                    .anyMatch(line -> line.startsWith("| `" + key + "` | " + value + " |")
                            || line.startsWith("| `" + key + "` | `" + value + "` |"));
        }
    }

    @Test
    void shouldGiveDefaultAndBoundsOfEveryParameterOfIndicators() {
        for (IndicatorKind kind : IndicatorKind.values()) {
            String row = row(Names.label(kind));
            for (ParameterSpec spec : kind.parameters()) {
                assertThat(row).as("%s", kind).contains('`' + Names.key(spec.name()) + "` (" + bounds(spec));
            }
            assertThat(row).as("%s", kind).contains(kind.outputNames());
        }
    }

    @Test
    void shouldGiveDefaultAndBoundsOfEveryParameterOfRules() {
        for (RuleKind kind : RuleKind.values()) {
            String row = row(kind.label());
            for (ReferenceSpec reference : kind.references()) {
                assertThat(row).as("%s", kind).contains('`' + reference.role() + '`');
            }
            assertThat(row).as("%s", kind).contains(kind.operandNames());
            for (ParameterSpec spec : kind.parameters()) {
                String name = spec.name();
                if (name.equals(RuleKind.HALF_CONFIDENCE)) {
                    assertThat(row).contains('`' + name + "` (" + Quantities.numberText(spec.defaultValue()) + ')');
                } else if (List.of(RuleKind.STOP_ATR, RuleKind.TARGET_ATR, RuleKind.EXPIRY_BARS)
                        .contains(name)) {
                    assertThat(document)
                            .contains("| `" + name + "` | " + bounds(spec).replace(";", " |") + " |");
                } else {
                    assertThat(row).as("%s", kind).contains('`' + name + "` (" + bounds(spec));
                }
            }
        }
    }

    @Test
    void shouldShowAnExampleThatLoads() throws IOException {
        int begin = document.indexOf("```hocon\n") + "```hocon\n".length();
        Path file = directory.resolve("example.conf");
        Files.writeString(file, document.substring(begin, document.indexOf("```", begin)));
        EngineConfig example = EngineConfig.load(Optional.of(file), Map.of());
        assertThat(example.engineId()).isEqualTo(2);
        assertThat(example.indicators()).hasSize(5);
        assertThat(example.rules().get(0).indicators()).containsEntry("adx", "trend");
    }

    private static void collect(String prefix, ConfigObject object, Set<String> keys) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String key = prefix + entry.getKey();
            if (entry.getValue() instanceof ConfigObject section) {
                collect(key + '.', section, keys);
            } else {
                keys.add(key);
            }
            if (entry.getValue() instanceof List<?> list) {
                Stream.of(list.toArray())
                        .filter(ConfigObject.class::isInstance)
                        .forEach(element -> collect("", (ConfigObject) element, keys));
            }
        }
    }

    private static String row(String kind) {
        String begin = "| `" + kind + "` |";
        return document.lines()
                .filter(line -> line.startsWith(begin) && !line.contains("| an indicator of kind"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + kind));
    }

    private static String bounds(ParameterSpec spec) {
        return Quantities.numberText(spec.defaultValue()) + "; " + Quantities.numberText(spec.min()) + " to "
                + Quantities.numberText(spec.max());
    }
}
