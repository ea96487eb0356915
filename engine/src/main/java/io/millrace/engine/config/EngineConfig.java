package io.millrace.engine.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import net.openhft.hashing.LongHashFunction;

/**
 * The configuration of one engine: what it computes, and how its process is set up.
 *
 * <p>Bars, indicators, rules, limits and the engine's id are the <em>shape</em>: they decide which outputs the inputs give.
 * Their canonical text is journaled and replayed. Layout, ring, batch, journal, state, transport and snapshots belong to the
 * process only and may differ from run to run.
 *
 * <p>Immutable; any thread. What cannot be used is a {@link ConfigurationError} when read from text, and an
 * {@link IllegalArgumentException} when built by hand.
 *
 * @param engineId which engine this is among those that share an archive; goes into every batch and trade id
 * @param layout on which threads the work is done
 * @param ring between the feeds and the engine thread
 * @param batch when a journal batch is full
 * @param journal how the journal is written
 * @param state how much the state can hold
 * @param aeron how messages come in and go out
 * @param snapshot when snapshots of the state are taken
 * @param retention what becomes of old cycles of the journal
 * @param bars bars to build, shortest first
 * @param indicators indicators to compute; the id of each is its place, from 1
 * @param rules rules to evaluate; the id of each is its place, from 1
 * @param limits what stops a signal
 */
public record EngineConfig(
        int engineId,
        LayoutConfig layout,
        RingConfig ring,
        BatchConfig batch,
        JournalConfig journal,
        StateConfig state,
        AeronConfig aeron,
        SnapshotConfig snapshot,
        RetentionConfig retention,
        List<BarInterval> bars,
        List<IndicatorSpec> indicators,
        List<RuleSpec> rules,
        LimitsConfig limits) {

    /** What the key of every setting of the engine begins with. */
    public static final String KEY_PREFIX = "millrace.engine.";

    public EngineConfig {
        EngineConfigReader.ENGINE_ID.require("engine-id", engineId);
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(ring, "ring");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(aeron, "aeron");
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(retention, "retention");
        Objects.requireNonNull(limits, "limits");
        bars = List.copyOf(bars);
        indicators = List.copyOf(indicators);
        rules = List.copyOf(rules);
        requireAscending(bars);
        requireReferences(bars, requireNumbered(bars, indicators), rules);
    }

    /** The defaults alone. */
    public static EngineConfig defaults() {
        return load(Optional.empty(), Map.of());
    }

    /**
     * Reads the configuration; overrides win over the file, the file over the preset that it or an override names, the preset
     * over the defaults.
     *
     * @param file HOCON
     * @param overrides HOCON values by full key, such as {@code millrace.engine.ring.size}; a key of an indicator or a rule
     *     goes by its name, such as {@code millrace.engine.rules.ma-cross-1m.stop-atr}
     */
    public static EngineConfig load(Optional<Path> file, Map<String, String> overrides) {
        return EngineConfigReader.read(ConfigSources.load(file, overrides));
    }

    /** The system properties that are settings of the engine, to be given to {@link #load} as overrides. */
    public static Map<String, String> overridesOf(Properties systemProperties) {
        Map<String, String> overrides = new TreeMap<>();
        for (String key : systemProperties.stringPropertyNames()) {
            if (key.startsWith(KEY_PREFIX)) {
                overrides.put(key, systemProperties.getProperty(key));
            }
        }
        return overrides;
    }

    /**
     * The configuration that a journal carries.
     *
     * @param text as {@link #canonicalText()} wrote it
     * @param runtime what to take layout, ring, batch, journal, state, transport and snapshots from
     */
    public static EngineConfig fromCanonical(String text, EngineConfig runtime) {
        Section shape = ConfigSources.parse("millrace.engine", text, "journaled configuration");
        return EngineConfigReader.readShape(shape, runtime);
    }

    /** What shapes outputs, as HOCON in one fixed form: equal for equal shapes, on every JDK. */
    public String canonicalText() {
        return CanonicalText.of(this);
    }

    /** 64-bit XXH3 of the canonical text in UTF-8. */
    public long shapeDigest() {
        return LongHashFunction.xx3().hashBytes(canonicalText().getBytes(StandardCharsets.UTF_8));
    }

    /** The indicators by name, in their order. */
    public Map<String, IndicatorSpec> indicatorsByName() {
        Map<String, IndicatorSpec> byName = new LinkedHashMap<>();
        indicators.forEach(indicator -> byName.put(indicator.name(), indicator));
        return byName;
    }

    private static void requireAscending(List<BarInterval> bars) {
        if (bars.isEmpty()) {
            throw new InvalidValueException("bars", bars, "must not be empty");
        }
        for (int i = 1; i < bars.size(); i++) {
            if (bars.get(i).intervalNs() <= bars.get(i - 1).intervalNs()) {
                throw new InvalidValueException("bars", bars.get(i).name(), "must be longer than the bar before it");
            }
        }
    }

    private static Map<String, IndicatorSpec> requireNumbered(List<BarInterval> bars, List<IndicatorSpec> indicators) {
        Map<String, IndicatorSpec> byName = new LinkedHashMap<>();
        for (IndicatorSpec indicator : indicators) {
            if (indicator.id() != byName.size() + 1
                    || !bars.contains(indicator.bar())
                    || byName.put(indicator.name(), indicator) != null) {
                throw new InvalidValueException(
                        "indicators", indicator, "ids must count from 1, names must differ, bars must be built");
            }
        }
        return byName;
    }

    private static void requireReferences(
            List<BarInterval> bars, Map<String, IndicatorSpec> indicators, List<RuleSpec> rules) {
        Map<String, RuleSpec> byName = new LinkedHashMap<>();
        for (RuleSpec rule : rules) {
            if (rule.id() != byName.size() + 1 || !bars.contains(rule.bar()) || byName.put(rule.name(), rule) != null) {
                throw new InvalidValueException(
                        "rules", rule, "ids must count from 1, names must differ, bars must be built");
            }
            rule.requireReferences(indicators);
        }
    }
}
