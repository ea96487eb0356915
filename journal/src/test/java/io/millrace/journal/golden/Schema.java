package io.millrace.journal.golden;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * An SBE schema as far as the rules of evolution need it.
 *
 * @param types type, enum and composite names of the schema with what they are on the wire
 */
record Schema(int id, int version, String byteOrder, Map<String, Type> types, Map<Integer, Message> messages) {
    private static final Map<String, Integer> PRIMITIVE_BYTES = Map.ofEntries(
            Map.entry("char", 1),
            Map.entry("int8", 1),
            Map.entry("uint8", 1),
            Map.entry("int16", 2),
            Map.entry("uint16", 2),
            Map.entry("int32", 4),
            Map.entry("uint32", 4),
            Map.entry("float", 4),
            Map.entry("int64", 8),
            Map.entry("uint64", 8),
            Map.entry("double", 8));

    /**
     * A type.
     *
     * @param wire what is on the wire, as text that is equal for equal encodings
     * @param values names and numbers of an enum; empty for others
     */
    record Type(String wire, int sizeBytes, Map<String, String> values) {}

    /** A field at its offset from the start of its block. */
    record Field(String name, int id, String type, int offset, String presence, int sinceVersion) {}

    /** A block of fields with the groups and the data that follow it. */
    record Block(List<Field> fields, Map<String, Block> groups, Map<String, String> data) {}

    /** A message. */
    record Message(String name, int id, Block block) {}

    static Schema parse(final String xml) {
        try {
            final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            final Element root = factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
            final Map<String, Type> types = new LinkedHashMap<>();
            PRIMITIVE_BYTES.forEach((name, bytes) -> types.put(name, new Type(name, bytes, Map.of())));
            children(root, "types").forEach(group -> children(group, "").forEach(type -> addType(types, type)));
            final Map<Integer, Message> messages = new LinkedHashMap<>();
            for (final Element message : children(root, "sbe:message")) {
                final int id = number(message, "id", -1);
                messages.put(id, new Message(message.getAttribute("name"), id, block(types, message)));
            }
            return new Schema(
                    number(root, "id", -1),
                    number(root, "version", 0),
                    root.getAttribute("byteOrder"),
                    types,
                    messages);
        } catch (final ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("not a schema", e);
        }
    }

    private static void addType(final Map<String, Type> types, final Element type) {
        final String name = type.getAttribute("name");
        switch (type.getTagName()) {
            case "type" -> types.put(name, simple(type));
            case "enum" -> {
                final String encoding = type.getAttribute("encodingType");
                final Map<String, String> values = new LinkedHashMap<>();
                children(type, "validValue")
                        .forEach(value -> values.put(
                                value.getAttribute("name"),
                                value.getTextContent().trim()));
                types.put(name, new Type("enum " + encoding, PRIMITIVE_BYTES.get(encoding), values));
            }
            case "composite" -> {
                final StringBuilder wire = new StringBuilder("composite");
                int bytes = 0;
                for (final Element member : children(type, "type")) {
                    final Type simple = simple(member);
                    wire.append(' ')
                            .append(member.getAttribute("name"))
                            .append(' ')
                            .append(simple.wire());
                    bytes += simple.sizeBytes();
                }
                types.put(name, new Type(wire.toString(), bytes, Map.of()));
            }
            default -> throw new IllegalArgumentException("unknown kind of type: " + type.getTagName());
        }
    }

    private static Type simple(final Element type) {
        final String primitive = type.getAttribute("primitiveType");
        final int length = number(type, "length", 1);
        return new Type(primitive + "[" + length + "]", PRIMITIVE_BYTES.get(primitive) * length, Map.of());
    }

    private static Block block(final Map<String, Type> types, final Element parent) {
        final List<Field> fields = new ArrayList<>();
        final Map<String, Block> groups = new LinkedHashMap<>();
        final Map<String, String> data = new LinkedHashMap<>();
        int offset = 0;
        for (final Element child : children(parent, "")) {
            final String name = child.getAttribute("name");
            switch (child.getTagName()) {
                case "field" -> {
                    offset = number(child, "offset", offset);
                    final String type = child.getAttribute("type");
                    fields.add(new Field(
                            name,
                            number(child, "id", -1),
                            type,
                            offset,
                            child.getAttribute("presence"),
                            number(child, "sinceVersion", 0)));
                    offset += types.get(type).sizeBytes();
                }
                case "group" ->
                    groups.put(
                            child.getAttribute("id") + " " + name + " " + child.getAttribute("dimensionType"),
                            block(types, child));
                case "data" -> data.put(name, child.getAttribute("id") + " " + child.getAttribute("type"));
                default -> throw new IllegalArgumentException("unknown member " + child.getTagName());
            }
        }
        return new Block(fields, groups, data);
    }

    private static List<Element> children(final Element parent, final String tag) {
        final List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && (tag.isEmpty() || element.getTagName().equals(tag))) {
                found.add(element);
            }
        }
        return found;
    }

    private static int number(final Element element, final String attribute, final int otherwise) {
        final String text = element.getAttribute(attribute);
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }
}
