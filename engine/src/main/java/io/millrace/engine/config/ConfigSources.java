package io.millrace.engine.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Brings reference.conf, a preset, the user's file and the overrides of the command line together.
 *
 * <p>Any thread. Every failure is a {@link ConfigurationError}.
 */
final class ConfigSources {
    private static final String ROOT = "millrace";
    private static final String OVERRIDE = "override";
    private static final List<String> ENGINE = List.of(ROOT, "engine");
    private static final List<String> NAMED_LISTS = List.of("indicators", "rules");

    private ConfigSources() {}

    /** Everything under {@code millrace}, resolved; overrides win over the file, the file over the preset, the preset over the defaults. */
    static Section load(Optional<Path> file, Map<String, String> overrides) {
        Config user = ConfigFactory.empty();
        if (file.isPresent()) {
            user = parseFile(file.get());
        }
        Map<List<String>, ConfigValue> ofElements = new LinkedHashMap<>();
        for (Map.Entry<String, String> override : new TreeMap<>(overrides).entrySet()) {
            List<String> path = overridePath(override.getKey());
            ConfigValue value = overrideValue(override.getKey(), override.getValue());
            if (isOfElement(path)) {
                ofElements.put(path, value);
            } else {
                user = value.atPath(ConfigUtil.joinPath(path)).withFallback(user);
            }
        }
        Config reference = parseResource("reference.conf");
        Config withoutPreset = user.withFallback(reference);
        Config merged = user.withFallback(parseResource(
                        presetOf(explained(withoutPreset::resolve)).resource()))
                .withFallback(reference);
        Config resolved = explained(merged::resolve);
        for (Map.Entry<List<String>, ConfigValue> override : ofElements.entrySet()) {
            resolved = withElement(resolved, override.getKey(), override.getValue());
        }
        return Section.of(ROOT, resolved.root().get(ROOT));
    }

    private static Preset presetOf(Config config) {
        return Section.of(ROOT, config.root().get(ROOT)).child("engine").choice("preset", Preset.class);
    }

    private static Config parseResource(String name) {
        return ConfigFactory.parseResources(
                ConfigSources.class.getClassLoader(),
                name,
                ConfigParseOptions.defaults().setAllowMissing(false));
    }

    /** Text that another part of the program keeps, such as the canonical text in the journal. */
    static Section parse(String path, String text, String origin) {
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(origin);
        return Section.of(
                path,
                explained(() -> ConfigFactory.parseString(text, options).resolve())
                        .root());
    }

    private static Config parseFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationError(file + ": no such configuration file; give the path of a HOCON file");
        }
        ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
        Config config = explained(() -> ConfigFactory.parseFile(file.toFile(), options));
        for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(config.root()).entrySet()) {
            if (!entry.getKey().equals(ROOT)) {
                throw new ConfigurationError(entry.getKey() + ": unknown key; everything stands under '" + ROOT + "' ("
                        + Section.where(entry.getValue().origin()) + ')');
            }
        }
        return config;
    }

    private static List<String> overridePath(String key) {
        List<String> path;
        try {
            path = ConfigUtil.splitPath(key);
        } catch (ConfigException e) {
            throw new ConfigurationError(key + ": not a key; keys are words joined by dots (" + OVERRIDE + ')', e);
        }
        if (path.size() < 2 || !path.get(0).equals(ROOT)) {
            throw new ConfigurationError(key + ": unknown key; keys begin with '" + ROOT + ".' (" + OVERRIDE + ')');
        }
        return path;
    }

    private static ConfigValue overrideValue(String key, String text) {
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(OVERRIDE);
        ConfigObject parsed;
        try {
            parsed = ConfigFactory.parseString("value = " + text, options).root();
        } catch (ConfigException e) {
            throw new ConfigurationError(
                    key + " = " + text + ": not a HOCON value, put it into double quotes (" + OVERRIDE + ')', e);
        }
        ConfigValue value = parsed.get("value");
        if (value == null || parsed.size() != 1) {
            throw new ConfigurationError(key + " = " + text + ": must be one value (" + OVERRIDE + ')');
        }
        return value.withOrigin(ConfigOriginFactory.newSimple(OVERRIDE));
    }

    /** Whether the override is about a key of one named indicator or rule. */
    private static boolean isOfElement(List<String> path) {
        return path.size() == 5 && path.subList(0, 2).equals(ENGINE) && NAMED_LISTS.contains(path.get(2));
    }

    private static Config withElement(Config config, List<String> path, ConfigValue value) {
        String listPath = ConfigUtil.joinPath(path.subList(0, 3));
        if (!(config.root().get(ROOT) instanceof ConfigObject)
                || !config.hasPath(ConfigUtil.joinPath(ENGINE))
                || !(config.getValue(ConfigUtil.joinPath(ENGINE)) instanceof ConfigObject)
                || !config.hasPath(listPath)
                || !(config.getValue(listPath) instanceof ConfigList)) {
            // The reader says what is wrong with it.
            return config;
        }
        ConfigList list = config.getList(listPath);
        List<ConfigValue> elements = new ArrayList<>(list);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof ConfigObject) {
                ConfigObject element = (ConfigObject) elements.get(i);
                ConfigValue name = element.get("name");
                String text = name == null ? null : Section.plainText(name);
                if (path.get(3).equals(text)) {
                    elements.set(i, element.withValue(path.get(4), value));
                    return config.withValue(
                            listPath, ConfigValueFactory.fromIterable(elements).withOrigin(list.origin()));
                }
                if (text != null) {
                    names.add(text);
                }
            }
        }
        throw new ConfigurationError(String.join(".", path) + ": no element is called '" + path.get(3) + "'; "
                + Suggestion.of(path.get(3), path.get(2), names) + " (" + OVERRIDE + ')');
    }

    private static Config explained(Supplier<Config> source) {
        try {
            return source.get();
        } catch (ConfigException.IO e) {
            throw new ConfigurationError("cannot read the configuration: " + oneLine(e.getMessage()), e);
        } catch (ConfigException e) {
            String reason = e.getMessage();
            String where = "";
            if (e.origin() != null) {
                reason = reason.replace(e.origin().description() + ": ", "");
                where = " (" + Section.where(e.origin()) + ')';
            }
            throw new ConfigurationError("not valid HOCON: " + oneLine(reason) + where, e);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
