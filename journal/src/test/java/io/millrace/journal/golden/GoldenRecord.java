package io.millrace.journal.golden;

import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.golden.Schema.Field;
import io.millrace.journal.golden.Schema.Message;
import io.millrace.journal.record.RecordKind;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes and decodes a record of fixed values with the generated codecs. The values follow from the ids in the schema
 * alone, so that a new field or message needs no new code here.
 */
public final class GoldenRecord {
    private static final String CODECS = "io.millrace.journal.codec.";
    private static final int MAX_BYTES = 4096;
    private static final int GROUP_ENTRIES = 2;

    private final Schema schema;
    private final Message message;

    GoldenRecord(final Schema schema, final RecordKind kind) {
        this.schema = schema;
        this.message = schema.messages().get(kind.templateId());
    }

    /** The record of a kind in today's schema. */
    public static byte[] encode(final RecordKind kind) {
        return new GoldenRecord(Schema.parse(GoldenFiles.read(GoldenFiles.CURRENT_SCHEMA)), kind).encode();
    }

    byte[] encode() {
        final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[MAX_BYTES]);
        final Object encoder = newCodec("Encoder");
        call(encoder, "wrapAndApplyHeader", buffer, 0, new MessageHeaderEncoder());
        message.block().fields().forEach(field -> call(encoder, field.name(), value(field, 0)));
        message.block().groups().forEach((group, block) -> {
            final Object entries = call(encoder, name(group) + "Count", GROUP_ENTRIES);
            for (int i = 0; i < GROUP_ENTRIES; i++) {
                final int entry = i;
                call(entries, "next");
                block.fields().forEach(field -> call(entries, field.name(), value(field, entry)));
            }
        });
        message.block().data().keySet().forEach(data -> call(encoder, data, text(data)));
        final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + (int) call(encoder, "encodedLength")];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    /** Field names and values as the schema has them. */
    Map<String, String> expected() {
        final Map<String, String> fields = new LinkedHashMap<>();
        message.block()
                .fields()
                .forEach(field -> fields.put(field.name(), value(field, 0).toString()));
        message.block().groups().forEach((group, block) -> {
            for (int i = 0; i < GROUP_ENTRIES; i++) {
                final int entry = i;
                block.fields()
                        .forEach(field -> fields.put(
                                name(group) + i(entry) + field.name(),
                                value(field, entry).toString()));
            }
        });
        message.block().data().keySet().forEach(data -> fields.put(data, text(data)));
        return fields;
    }

    /** Field names and values as today's decoder finds them in the bytes of then. */
    Map<String, String> decode(final byte[] bytes) {
        final DirectBuffer buffer = new UnsafeBuffer(bytes);
        final Object decoder = newCodec("Decoder");
        call(decoder, "wrapAndApplyHeader", buffer, 0, new MessageHeaderDecoder());
        final Map<String, String> fields = new LinkedHashMap<>();
        message.block()
                .fields()
                .forEach(field ->
                        fields.put(field.name(), call(decoder, field.name()).toString()));
        message.block().groups().forEach((group, block) -> {
            final Object entries = call(decoder, name(group));
            for (int i = 0; i < (int) call(entries, "count"); i++) {
                final int entry = i;
                call(entries, "next");
                block.fields()
                        .forEach(field -> fields.put(
                                name(group) + i(entry) + field.name(),
                                call(entries, field.name()).toString()));
            }
        });
        message.block()
                .data()
                .keySet()
                .forEach(data -> fields.put(data, call(decoder, data).toString()));
        return fields;
    }

    /** A value of the field's type that another field is unlikely to have. */
    private Object value(final Field field, final int entry) {
        final int seed = message.id() * 100 + field.id() * 3 + entry;
        final Schema.Type type = schema.types().get(field.type());
        if (!type.values().isEmpty()) {
            return enumValue(field.type(), seed % type.values().size());
        }
        return switch (type.wire()) {
            case "int8" -> (byte) -(seed % 100 + 1);
            case "uint8" -> (short) (seed % 250 + 1);
            case "uint16" -> 65_000 - seed % 1_000;
            case "int32" -> -seed * 100_003;
            case "uint32" -> 4_000_000_000L + seed;
            case "int64" -> (seed % 2 == 0 ? 1L : -1L) * seed * 1_000_000_000_007L;
            case "double" -> seed / 8.0 - 100.0;
            default -> {
                if (!type.wire().startsWith("char[")) {
                    throw new IllegalArgumentException("no golden value for the type " + type.wire());
                }
                // As long as the field, so that each byte of it counts.
                yield (field.name() + "-" + field.id() + "-abcdefghijklmnopqrstuvwxyz").substring(0, type.sizeBytes());
            }
        };
    }

    private Object newCodec(final String suffix) {
        try {
            return Class.forName(CODECS + message.name() + suffix)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new LinkageError("no codec for " + message.name(), e);
        }
    }

    private static Object enumValue(final String type, final int index) {
        try {
            return Class.forName(CODECS + type).getEnumConstants()[index];
        } catch (final ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Object call(final Object target, final String name, final Object... arguments) {
        for (final Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
                try {
                    return method.invoke(target, arguments);
                } catch (final IllegalAccessException | InvocationTargetException e) {
                    throw new LinkageError(name, e);
                }
            }
        }
        throw new AssertionError(target.getClass() + " has no " + name);
    }

    private static boolean takes(final Class<?>[] types, final Object... arguments) {
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            final boolean fits = types[i].isPrimitive()
                    ? MethodType.methodType(types[i]).wrap().returnType() == arguments[i].getClass()
                    : types[i].isInstance(arguments[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** The name in the key of a group, which also says its id and its dimension type. */
    static String name(final String group) {
        return group.substring(group.indexOf(' ') + 1, group.lastIndexOf(' '));
    }

    private static String i(final int entry) {
        return "[" + entry + "].";
    }

    private static String text(final String data) {
        return data + " é€ \n\"quoted\"";
    }
}
