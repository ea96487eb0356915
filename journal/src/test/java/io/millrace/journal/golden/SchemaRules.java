package io.millrace.journal.golden;

import io.millrace.journal.golden.Schema.Block;
import io.millrace.journal.golden.Schema.Field;
import io.millrace.journal.golden.Schema.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules of evolution: what was released stays, and what is new stands at the end and says since when. */
final class SchemaRules {
    private final Schema frozen;
    private final Schema current;
    private final List<String> violations = new ArrayList<>();

    private SchemaRules(final Schema frozen, final Schema current) {
        this.frozen = frozen;
        this.current = current;
    }

    /** What a schema does that would keep a reader of today from a journal of then, or the other way round. */
    static List<String> violations(final Schema frozen, final Schema current) {
        final SchemaRules rules = new SchemaRules(frozen, current);
        rules.compareSchemas();
        return rules.violations;
    }

    private void compareSchemas() {
        same("schema id", frozen.id(), current.id());
        same("byte order", frozen.byteOrder(), current.byteOrder());
        if (current.version() < frozen.version()) {
            violations.add("schema version went back from " + frozen.version() + " to " + current.version());
        }
        frozen.types()
                .forEach(
                        (name, type) -> compareTypes(name, type, current.types().get(name)));
        for (final Message was : frozen.messages().values()) {
            final Message is = current.messages().get(was.id());
            if (is == null) {
                violations.add("message " + was.name() + " is gone");
                continue;
            }
            same("name of message " + was.id(), was.name(), is.name());
            compareBlocks(was.name(), was.block(), is.block());
        }
        for (final Message is : current.messages().values()) {
            if (!frozen.messages().containsKey(is.id())) {
                requireNewerVersion("message " + is.name());
            }
        }
    }

    private void compareTypes(final String name, final Schema.Type was, final Schema.Type is) {
        if (is == null) {
            violations.add("type " + name + " is gone");
            return;
        }
        same("type " + name, was.wire(), is.wire());
        was.values()
                .forEach((value, number) ->
                        same("value " + name + "." + value, number, is.values().get(value)));
        is.values().keySet().stream()
                .filter(value -> !was.values().containsKey(value))
                .forEach(value -> requireNewerVersion("value " + name + "." + value));
    }

    private void compareBlocks(final String path, final Block was, final Block is) {
        for (int i = 0; i < was.fields().size(); i++) {
            final Field old = was.fields().get(i);
            same(
                    "field " + path + "." + old.name(),
                    old,
                    i < is.fields().size() ? is.fields().get(i) : null);
        }
        for (final Field added : is.fields()
                .subList(
                        Math.min(was.fields().size(), is.fields().size()),
                        is.fields().size())) {
            final String name = "field " + path + "." + added.name();
            if (added.sinceVersion() <= frozen.version() || added.sinceVersion() > current.version()) {
                violations.add(name + " is new: it needs sinceVersion = the raised schema version");
            }
            if (!added.presence().equals("optional")) {
                violations.add(name + " is new: it must be optional");
            }
        }
        same(
                "groups of " + path,
                List.copyOf(was.groups().keySet()),
                List.copyOf(is.groups().keySet()));
        same("data of " + path, was.data(), is.data());
        for (final Map.Entry<String, Block> group : was.groups().entrySet()) {
            final Block now = is.groups().get(group.getKey());
            if (now != null) {
                compareBlocks(path + "." + group.getKey(), group.getValue(), now);
            }
        }
    }

    private void requireNewerVersion(final String what) {
        if (current.version() <= frozen.version()) {
            violations.add(what + " is new: raise the schema version");
        }
    }

    private void same(final String what, final Object was, final Object is) {
        if (!was.equals(is)) {
            violations.add(what + " was " + was + ", is " + is);
        }
    }
}
