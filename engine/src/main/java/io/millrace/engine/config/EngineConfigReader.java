package io.millrace.engine.config;

import com.typesafe.config.ConfigValue;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.indicator.ParameterSpec;
import io.millrace.engine.rule.ReferenceSpec;
import io.millrace.engine.rule.RuleKind;
import io.millrace.journal.append.Durability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the records from a section of the configuration; the first thing that is wrong ends it.
 *
 * <p>Any thread. Every failure is a {@link ConfigurationError}.
 */
final class EngineConfigReader {
    static final ValueRange ENGINE_ID = ValueRange.whole(1, 65_535);
    static final int MAX_BARS = 16;
    static final int MAX_INDICATORS = 256;
    static final int MAX_RULES = 128;

    private static final List<String> SECTIONS = List.of("engine", "archiver", "tools");
    private static final List<String> SHAPE_KEYS = List.of("engine-id", "bars", "indicators", "rules", "limits");
    private static final List<String> ENGINE_KEYS = List.of(
            "engine-id",
            "preset",
            "layout",
            "pipelined",
            "cpu",
            "nice",
            "warm-up",
            "ring",
            "batch",
            "journal",
            "state",
            "aeron",
            "snapshot",
            "retention",
            "bars",
            "indicators",
            "rules",
            "limits");
    private static final List<String> NAMED_KEYS = List.of("name", "kind", "bar");

    private EngineConfigReader() {}

    /** Reads the section {@code millrace}; the sections of the other processes are not looked at. */
    static EngineConfig read(Section millrace) {
        millrace.requireKnown(SECTIONS);
        Section engine = millrace.child("engine");
        engine.requireKnown(ENGINE_KEYS);
        AeronConfig aeron = AeronConfigReader.read(engine.child("aeron"));
        return shape(
                engine,
                layout(engine),
                ring(engine),
                batch(engine),
                journal(engine),
                state(engine),
                aeron,
                snapshot(engine),
                retention(engine));
    }

    /** Reads what shapes outputs; the rest comes from the configuration in force. */
    static EngineConfig readShape(Section shape, EngineConfig runtime) {
        shape.requireKnown(SHAPE_KEYS);
        return shape(
                shape,
                runtime.layout(),
                runtime.ring(),
                runtime.batch(),
                runtime.journal(),
                runtime.state(),
                runtime.aeron(),
                runtime.snapshot(),
                runtime.retention());
    }

    private static EngineConfig shape(
            Section engine,
            LayoutConfig layout,
            RingConfig ring,
            BatchConfig batch,
            JournalConfig journal,
            StateConfig state,
            AeronConfig aeron,
            SnapshotConfig snapshot,
            RetentionConfig retention) {
        int engineId = engine.whole("engine-id", ENGINE_ID);
        Map<Long, BarInterval> bars = bars(engine);
        Map<String, IndicatorSpec> indicators = indicators(engine, bars);
        List<RuleSpec> rules = rules(engine, bars, indicators);
        LimitsConfig limits = limits(engine);
        return engine.build(() -> new EngineConfig(
                engineId,
                layout,
                ring,
                batch,
                journal,
                state,
                aeron,
                snapshot,
                retention,
                List.copyOf(bars.values()),
                List.copyOf(indicators.values()),
                rules,
                limits));
    }

    private static LayoutConfig layout(Section engine) {
        LayoutKind kind = engine.choice("layout", LayoutKind.class);
        Section pipelined = engine.child("pipelined");
        pipelined.requireKnown(List.of("batches", "journal-wait", "egress-wait", "egress-thread"));
        int batches = pipelined.whole("batches", PipelinedConfig.BATCHES);
        WaitKind journalWait = pipelined.choice("journal-wait", WaitKind.class);
        WaitKind egressWait = pipelined.choice("egress-wait", WaitKind.class);
        EgressThread egressThread = pipelined.choice("egress-thread", EgressThread.class);
        CpuConfig cpu = cpu(engine);
        int nice = engine.whole("nice", LayoutConfig.NICE);
        int warmUpMs = engine.whole("warm-up", LayoutConfig.WARM_UP);
        return pipelined.build(() -> new LayoutConfig(
                kind, new PipelinedConfig(batches, journalWait, egressWait, egressThread), cpu, nice, warmUpMs));
    }

    private static CpuConfig cpu(Section engine) {
        if (!engine.isList("cpu")) {
            return switch (engine.text("cpu", CpuConfig.ALLOWED)) {
                case "none" -> CpuConfig.NONE;
                case "isolated" -> new CpuConfig(true, List.of());
                default -> throw engine.error("cpu", CpuConfig.ALLOWED);
            };
        }
        List<Integer> cpus = new ArrayList<>();
        for (ConfigValue value : engine.list("cpu", CpuConfig.ALLOWED)) {
            String text = Section.plainText(value);
            double number = text == null ? Double.NaN : CpuConfig.NUMBER.parse(text);
            if (!CpuConfig.NUMBER.allows(number)) {
                throw engine.error("cpu", CpuConfig.ALLOWED);
            }
            cpus.add((int) number);
        }
        return engine.build(() -> new CpuConfig(false, cpus));
    }

    private static RingConfig ring(Section engine) {
        Section ring = engine.child("ring");
        ring.requireKnown(List.of("size", "wait"));
        int size = ring.whole("size", RingConfig.SIZE);
        WaitKind wait = ring.choice("wait", WaitKind.class);
        return ring.build(() -> new RingConfig(size, wait));
    }

    private static BatchConfig batch(Section engine) {
        Section batch = engine.child("batch");
        batch.requireKnown(List.of("max-records", "max-bytes"));
        int maxRecords = batch.whole("max-records", BatchConfig.MAX_RECORDS);
        int maxBytes = batch.whole("max-bytes", BatchConfig.MAX_BYTES);
        return batch.build(() -> new BatchConfig(maxRecords, maxBytes));
    }

    private static JournalConfig journal(Section engine) {
        Section journal = engine.child("journal");
        journal.requireKnown(List.of("roll-cycle", "durability", "force-interval", "force-records"));
        String rollCycle = journal.text("roll-cycle", "must be the name of a roll cycle");
        Durability durability = journal.choice("durability", Durability.class);
        int forceIntervalMs = journal.whole("force-interval", JournalConfig.FORCE_INTERVAL);
        int forceRecords = journal.whole("force-records", JournalConfig.FORCE_RECORDS);
        return journal.build(() -> new JournalConfig(rollCycle, durability, forceIntervalMs, forceRecords));
    }

    private static StateConfig state(Section engine) {
        Section state = engine.child("state");
        state.requireKnown(List.of("max-instruments", "max-feeds"));
        int maxInstruments = state.whole("max-instruments", StateConfig.MAX_INSTRUMENTS);
        int maxFeeds = state.whole("max-feeds", StateConfig.MAX_FEEDS);
        return state.build(() -> new StateConfig(maxInstruments, maxFeeds));
    }

    private static SnapshotConfig snapshot(Section engine) {
        Section snapshot = engine.child("snapshot");
        snapshot.requireKnown(List.of("enabled", "every-records", "interval", "keep"));
        boolean enabled = snapshot.flag("enabled");
        int everyRecords = snapshot.whole("every-records", SnapshotConfig.EVERY_RECORDS);
        int intervalMs = snapshot.whole("interval", SnapshotConfig.INTERVAL);
        int keep = snapshot.whole("keep", SnapshotConfig.KEEP);
        return snapshot.build(() -> new SnapshotConfig(enabled, everyRecords, intervalMs, keep));
    }

    private static RetentionConfig retention(Section engine) {
        Section retention = engine.child("retention");
        retention.requireKnown(List.of("enabled", "interval", "keep-days", "compress", "compress-days"));
        boolean enabled = retention.flag("enabled");
        int intervalMs = retention.whole("interval", RetentionConfig.INTERVAL);
        int keepDays = retention.whole("keep-days", RetentionConfig.KEEP_DAYS);
        boolean compress = retention.flag("compress");
        int compressDays = retention.whole("compress-days", RetentionConfig.COMPRESS_DAYS);
        return retention.build(() -> new RetentionConfig(enabled, intervalMs, keepDays, compress, compressDays));
    }

    private static LimitsConfig limits(Section engine) {
        Section limits = engine.child("limits");
        limits.requireKnown(List.of(
                "min-volatility-bps",
                "min-confidence",
                "min-risk-reward",
                "max-spread-bps",
                "block-same-direction",
                "cooldown-bars",
                "max-signals-per-hour"));
        double minVolatilityBps = limits.number("min-volatility-bps", LimitsConfig.MIN_VOLATILITY_BPS);
        double minConfidence = limits.number("min-confidence", LimitsConfig.MIN_CONFIDENCE);
        double minRiskReward = limits.number("min-risk-reward", LimitsConfig.MIN_RISK_REWARD);
        double maxSpreadBps = limits.number("max-spread-bps", LimitsConfig.MAX_SPREAD_BPS);
        boolean blockSameDirection = limits.flag("block-same-direction");
        int cooldownBars = limits.whole("cooldown-bars", LimitsConfig.COOLDOWN_BARS);
        int maxSignalsPerHour = limits.whole("max-signals-per-hour", LimitsConfig.MAX_SIGNALS_PER_HOUR);
        return limits.build(() -> new LimitsConfig(
                minVolatilityBps,
                minConfidence,
                minRiskReward,
                maxSpreadBps,
                blockSameDirection,
                cooldownBars,
                maxSignalsPerHour));
    }

    private static Map<Long, BarInterval> bars(Section engine) {
        String allowed = "must be a list of 1 to " + MAX_BARS + " durations, shortest first";
        List<ConfigValue> values = engine.list("bars", allowed);
        if (values.isEmpty() || values.size() > MAX_BARS) {
            throw engine.error("bars", allowed);
        }
        Map<Long, BarInterval> bars = new LinkedHashMap<>();
        BarInterval last = null;
        for (int i = 0; i < values.size(); i++) {
            ConfigValue value = values.get(i);
            String path = engine.path() + ".bars[" + i + ']';
            String text = Section.plainText(value);
            long intervalNs = text == null ? Quantities.MALFORMED : Quantities.durationNs(text);
            if (!BarInterval.allowed(intervalNs)) {
                throw Section.error(path, value, BarInterval.ALLOWED);
            }
            if (last != null && intervalNs <= last.intervalNs()) {
                throw Section.error(path, value, "must be longer than the bar before it, " + last.name());
            }
            last = BarInterval.ofNs(intervalNs);
            bars.put(intervalNs, last);
        }
        return bars;
    }

    private static Map<String, IndicatorSpec> indicators(Section engine, Map<Long, BarInterval> bars) {
        List<ConfigValue> values = elements(engine, "indicators", MAX_INDICATORS);
        Map<String, IndicatorSpec> indicators = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            int id = i + 1;
            Section section = named(engine, "indicators", i, values.get(i), indicators.keySet());
            if (!section.has("kind")) {
                section.requireKnown(NAMED_KEYS);
            }
            IndicatorKind kind = section.choice("kind", IndicatorKind.class);
            List<String> known = new ArrayList<>(NAMED_KEYS);
            kind.parameters().forEach(spec -> known.add(Names.key(spec.name())));
            section.requireKnown(known);
            BarInterval bar = bar(section, bars);
            List<Double> parameters =
                    List.copyOf(parameters(section, kind.parameters()).values());
            String name = section.text("name", Names.ALLOWED);
            indicators.put(name, section.build(() -> new IndicatorSpec(id, name, kind, bar, parameters)));
        }
        return indicators;
    }

    private static List<RuleSpec> rules(
            Section engine, Map<Long, BarInterval> bars, Map<String, IndicatorSpec> indicators) {
        List<ConfigValue> values = elements(engine, "rules", MAX_RULES);
        Map<String, RuleSpec> rules = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            int id = i + 1;
            Section section = named(engine, "rules", i, values.get(i), rules.keySet());
            if (!section.has("kind")) {
                section.requireKnown(NAMED_KEYS);
            }
            RuleKind kind = section.choice("kind", RuleKind.class);
            List<String> known = new ArrayList<>(NAMED_KEYS);
            kind.references().forEach(reference -> known.add(reference.role()));
            kind.parameters().forEach(spec -> known.add(Names.key(spec.name())));
            section.requireKnown(known);
            BarInterval bar = bar(section, bars);
            Map<String, String> references = references(section, kind);
            Map<String, Double> parameters = parameters(section, kind.parameters());
            String name = section.text("name", Names.ALLOWED);
            rules.put(name, section.build(() -> {
                RuleSpec rule = new RuleSpec(id, name, kind, bar, parameters, references);
                rule.requireReferences(indicators);
                return rule;
            }));
        }
        return List.copyOf(rules.values());
    }

    private static List<ConfigValue> elements(Section engine, String key, int max) {
        String allowed = "must be a list of up to " + max + " sections in braces";
        List<ConfigValue> values = engine.list(key, allowed);
        if (values.size() > max) {
            throw engine.error(key, allowed);
        }
        return values;
    }

    /** The element as a section whose path carries its name, once the name is found good and new. */
    private static Section named(Section engine, String list, int index, ConfigValue value, Set<String> taken) {
        String path = engine.path() + '.' + list;
        Section section = Section.of(path + '[' + index + ']', value);
        String name = section.text("name", Names.ALLOWED);
        if (!Names.allowed(name)) {
            throw section.error("name", Names.ALLOWED);
        }
        if (taken.contains(name)) {
            throw section.error("name", "is taken already, names must differ");
        }
        return section.named(path + '.' + name);
    }

    private static BarInterval bar(Section section, Map<Long, BarInterval> bars) {
        String allowed = "must be one of the bars "
                + String.join(
                        ", ", bars.values().stream().map(BarInterval::name).toList());
        BarInterval bar = bars.get(Quantities.durationNs(section.text("bar", allowed)));
        if (bar == null) {
            throw section.error("bar", allowed);
        }
        return bar;
    }

    private static Map<String, Double> parameters(Section section, List<ParameterSpec> specs) {
        Map<String, Double> parameters = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            String key = Names.key(spec.name());
            double value = section.has(key) ? section.number(key, ValueRange.of(spec)) : spec.defaultValue();
            parameters.put(spec.name(), value);
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static Map<String, String> references(Section section, RuleKind kind) {
        Map<String, String> references = new LinkedHashMap<>();
        for (ReferenceSpec reference : kind.references()) {
            if (reference.required() || section.has(reference.role())) {
                references.put(reference.role(), section.text(reference.role(), "must be the name of an indicator"));
            }
        }
        return references;
    }
}
