package io.millrace.engine.feed.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields, UTF-8 and JSON from bytes. */
@Timeout(60)
class TextTest {

    private static List<String> split(String line) {
        CsvFields fields = new CsvFields();
        byte[] bytes = ("#" + line + ",#").getBytes(StandardCharsets.UTF_8);
        int count = fields.split(bytes, 1, bytes.length - 2);
        if (count < 0) {
            return List.of("BROKEN");
        }
        assertThat(count).isEqualTo(fields.count());
        return fields.texts(bytes);
    }

    @Test
    void shouldSplitFieldsWhenSpacesAndQuotesAreAround() {
        assertThat(split("")).containsExactly("");
        assertThat(split(",")).containsExactly("", "");
        assertThat(split("a,b,c")).containsExactly("a", "b", "c");
        assertThat(split(" a , b\t,, c d ")).containsExactly("a", "b", "", "c d");
        assertThat(split("\"a,b\",\"c\" ,\"\",\"say \"\"x\"\"\"")).containsExactly("a,b", "c", "", "say \"\"x\"\"");
        assertThat(split("a\"b,c")).containsExactly("a\"b", "c");
        assertThat(split("\"a,b")).containsExactly("BROKEN");
        assertThat(split("\"a\"b,c")).containsExactly("BROKEN");
        assertThat(split(",".repeat(255))).hasSize(256);
        assertThat(split(",".repeat(256))).containsExactly("BROKEN");
    }

    @Test
    void shouldAgreeWithTheDecoderWhenCheckingUtf8() {
        long seed = 4L;
        Random random = new Random(seed);
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[random.nextInt(7)];
            random.nextBytes(bytes);
            for (int k = 0; k < bytes.length; k++) {
                // Mostly bytes of sequences, so that many are nearly or fully well-formed.
                bytes[k] = random.nextInt(3) == 0 ? bytes[k] : (byte) (0x80 | bytes[k]);
            }
            if (Utf8.valid(bytes, 0, bytes.length) != decodes(bytes)) {
                throw new AssertionError("seed " + seed + ": " + Arrays.toString(bytes));
            }
        }
        byte[] good = "\u20ac\ud83d\ude00\u00fc".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.valid(good, 0, good.length)).isTrue();
        assertThat(Utf8.valid(good, 0, good.length - 1)).isFalse();
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Keys and values of an object, or BROKEN at the end. */
    private static List<String> walk(String text) {
        byte[] bytes = ("\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        JsonCursor json = new JsonCursor();
        json.wrap(bytes, 1, bytes.length - 2);
        List<String> found = new ArrayList<>();
        if (!json.enterObject()) {
            return List.of("NONE");
        }
        JsonCursor.Step step = json.nextKey();
        for (; step == JsonCursor.Step.KEY; step = json.nextKey()) {
            String key = new String(bytes, json.keyStart(), json.keyEnd() - json.keyStart(), StandardCharsets.UTF_8);
            assertThat(json.keyIs(key.getBytes(StandardCharsets.UTF_8))).isTrue();
            assertThat(json.keyIs((key + "x").getBytes(StandardCharsets.UTF_8))).isFalse();
            boolean nested = json.atNested();
            if (!json.skipValue()) {
                found.add("BROKEN");
                return found;
            }
            found.add(key + "="
                    + (nested
                            ? "nested"
                            : new String(
                                    bytes,
                                    json.valueStart(),
                                    json.valueEnd() - json.valueStart(),
                                    StandardCharsets.UTF_8)));
        }
        found.add(step == JsonCursor.Step.END && json.atEnd() ? "END" : "BROKEN");
        return found;
    }

    @Test
    void shouldFindKeysAndValuesWhenJsonIsGood() {
        assertThat(walk("{}")).containsExactly("END");
        assertThat(walk("{\"a\":1,\"b\":\"x,y}\",\"c\":true}")).containsExactly("a=1", "b=x,y}", "c=true", "END");
        assertThat(walk(" { \"a\" : -1.5e3 , \"b\" : null } ")).containsExactly("a=-1.5e3", "b=null", "END");
        assertThat(walk("{\"a\":[[\"1\",\"]\"],{}],\"b\":{\"c\":{\"d\":\"}\"}},\"e\":2}"))
                .containsExactly("a=nested", "b=nested", "e=2", "END");
        assertThat(walk("{\"a\\\"b\":\"c\\\\\",\"d\":\"\"}")).containsExactly("a\\\"b=c\\\\", "d=", "END");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":[1}",
                "{\"a\":{\"b\":1}",
                "{\"a\":\"x}",
                "{\"a\":\"x\\\"}",
                "{}}",
                "{} x",
                "{\"a\":}",
                "{,\"a\":1}",
                "{\"a\":[\"x]}",
                "{\"a\":\"\\"
            })
    void shouldSayBrokenWhenJsonIsBad(String text) {
        assertThat(walk(text)).last().isEqualTo("BROKEN");
    }

    @Test
    void shouldFindNoObjectWhenThereIsNone() {
        assertThat(walk("[1]")).containsExactly("NONE");
        assertThat(walk("")).containsExactly("NONE");
    }
}
