package io.millrace.engine.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One object of the configuration with its path: reads values and words the errors, each with its file and line.
 *
 * <p>Any thread. Every failure is a {@link ConfigurationError}.
 */
final class Section {
    private static final int MAX_SHOWN_LENGTH = 60;

    private final String path;
    private final ConfigObject object;

    private Section(String path, ConfigObject object) {
        this.path = path;
        this.object = object;
    }

    /** The value as a section. */
    static Section of(String path, ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return new Section(path, object);
        }
        throw error(path, value, "must be a section in braces");
    }

    /** The same section under another path, as soon as its name is known. */
    Section named(String newPath) {
        return new Section(newPath, object);
    }

    /** Refuses keys that nobody would read. */
    void requireKnown(Collection<String> known) {
        Optional<String> unknown = object.keySet().stream()
                .filter(key -> !known.contains(key))
                .min(Comparator.<String>comparingInt(
                                key -> object.get(key).origin().lineNumber())
                        .thenComparing(Comparator.naturalOrder()));
        if (unknown.isPresent()) {
            String key = unknown.get();
            throw new ConfigurationError(path + '.' + key + ": unknown key; " + Suggestion.of(key, "keys", known) + " ("
                    + where(object.get(key).origin()) + ')');
        }
    }

    String path() {
        return path;
    }

    boolean has(String key) {
        return object.containsKey(key);
    }

    boolean isList(String key) {
        return object.get(key) instanceof ConfigList;
    }

    Section child(String key) {
        return of(path + '.' + key, value(key, "must be a section in braces"));
    }

    List<ConfigValue> list(String key, String allowed) {
        ConfigValue value = value(key, allowed);
        if (value instanceof ConfigList values) {
            return List.copyOf(values);
        }
        throw error(key, allowed);
    }

    double number(String key, ValueRange range) {
        double number = range.parse(text(key, range.allowed()));
        if (!range.allows(number)) {
            throw error(key, range.allowed());
        }
        return number;
    }

    int whole(String key, ValueRange range) {
        return (int) number(key, range);
    }

    boolean flag(String key) {
        String text = text(key, "must be true or false");
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw error(key, "must be true or false");
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        E[] constants = type.getEnumConstants();
        String allowed = "must be one of "
                + String.join(", ", Arrays.stream(constants).map(Names::label).toList());
        String text = text(key, allowed).toLowerCase(Locale.ROOT).replace('_', '-');
        for (E constant : constants) {
            if (Names.label(constant).equals(text)) {
                return constant;
            }
        }
        throw error(key, allowed);
    }

    /** The text of a plain value: string, number or truth value. */
    String text(String key, String allowed) {
        String text = plainText(value(key, allowed));
        if (text == null) {
            throw error(key, allowed);
        }
        return text;
    }

    /** Makes a record and gives what its constructor refuses the place where it stands. */
    <T> T build(Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (InvalidValueException e) {
            throw error(e.key(), e.allowed());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationError(path + ": " + e.getMessage() + " (" + where(object.origin()) + ')', e);
        }
    }

    /** The error of a value of this section. */
    ConfigurationError error(String key, String allowed) {
        return object.get(key) == null ? missing(key, allowed) : error(path + '.' + key, object.get(key), allowed);
    }

    static ConfigurationError error(String path, ConfigValue value, String allowed) {
        return new ConfigurationError(
                path + " = " + shown(value) + ": " + allowed + " (" + where(value.origin()) + ')');
    }

    /** The text of a plain value; null for null, lists and sections. */
    static String plainText(ConfigValue value) {
        ConfigValueType type = value.valueType();
        if (type == ConfigValueType.STRING) {
            return (String) value.unwrapped();
        }
        boolean plain = type == ConfigValueType.NUMBER || type == ConfigValueType.BOOLEAN;
        return plain ? value.render(ConfigRenderOptions.concise()) : null;
    }

    /** File and line, as short as they still say where. */
    static String where(ConfigOrigin origin) {
        String line = origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "";
        if (origin.resource() != null) {
            return origin.resource() + line;
        }
        if (origin.filename() != null) {
            return origin.filename() + line;
        }
        return origin.description().replaceFirst(": \\d+$", "") + line;
    }

    private ConfigValue value(String key, String allowed) {
        ConfigValue value = object.get(key);
        if (value == null) {
            throw missing(key, allowed);
        }
        return value;
    }

    private ConfigurationError missing(String key, String allowed) {
        return new ConfigurationError(
                path + '.' + key + ": is missing; " + allowed + " (" + where(object.origin()) + ')');
    }

    private static String shown(ConfigValue value) {
        String text = plainText(value);
        if (text == null) {
            text = value.render(ConfigRenderOptions.concise());
        } else if (text.isBlank()) {
            text = '"' + text + '"';
        }
        text = text.replaceAll("\\p{Cntrl}", " ");
        return text.length() <= MAX_SHOWN_LENGTH ? text : text.substring(0, MAX_SHOWN_LENGTH - 3) + "...";
    }
}
