package io.millrace.engine.feed.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineReaderTest {

    private static List<String> read(InputStream in, int maxLineBytes) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(new PlainSource(in), maxLineBytes)) {
            while (reader.next()) {
                assertThat(reader.lineNumber()).isEqualTo(lines.size() + 1L);
                String text = new String(
                        reader.buffer(), reader.start(), reader.end() - reader.start(), StandardCharsets.ISO_8859_1);
                assertThat(reader.ascii()).as(text).isEqualTo(text.chars().allMatch(c -> c < 0x80));
                lines.add(reader.kind() == LineReader.Kind.TEXT ? text : reader.kind() + ":" + text);
            }
            assertThat(reader.next()).isFalse();
        }
        return lines;
    }

    private static List<String> read(String text, int maxLineBytes) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), maxLineBytes);
    }

    @Test
    void shouldSplitWhenLineEndsVary() throws IOException {
        assertThat(read("", 10)).isEmpty();
        assertThat(read("a", 10)).containsExactly("a");
        assertThat(read("a\n", 10)).containsExactly("a");
        assertThat(read("a\n\nb\r\n\r\nc", 10)).containsExactly("a", "", "b", "", "c");
    }

    @Test
    void shouldDropTheByteOrderMarkOnlyFromTheFirstLine() throws IOException {
        try (LineReader reader = new LineReader(
                new PlainSource(new ByteArrayInputStream("\uFEFFa\n\uFEFFb".getBytes(StandardCharsets.UTF_8))), 10)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.end() - reader.start()).isEqualTo(1);
            assertThat(reader.buffer()[reader.start()]).isEqualTo((byte) 'a');
            assertThat(reader.next()).isTrue();
            assertThat(reader.end() - reader.start()).isEqualTo(4);
        }
    }

    @Test
    void shouldKeepTheBeginningWhenALineIsTooLong() throws IOException {
        assertThat(read("0123456789\n0123456789a\nb\n", 10)).containsExactly("0123456789", "TOO_LONG:0123456789", "b");
        String big = "x".repeat(300_000);
        assertThat(read("a\n" + big + "\nb\n" + big, 10))
                .containsExactly("a", "TOO_LONG:xxxxxxxxxx", "b", "TOO_LONG:xxxxxxxxxx");
        assertThat(read(big + "\n" + big, 300_000)).containsExactly(big, big);
    }

    @Test
    void shouldAgreeWithASimpleSplitWhenReadsComeInPieces() throws IOException {
        long seed = 99L;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            List<String> expected = new ArrayList<>();
            int lines = random.nextInt(60);
            for (int i = 0; i < lines; i++) {
                int length = random.nextInt(random.nextInt(10) == 0 ? 200 : 30);
                StringBuilder line = new StringBuilder("y");
                for (int k = 0; k < length; k++) {
                    line.append(
                            (char) (random.nextInt(20) == 0 ? 0x80 + random.nextInt(128) : 'a' + random.nextInt(26)));
                }
                text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
                expected.add(line.toString());
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            assertThat(read(pieces(bytes, new Random(round)), 250))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    /** The bytes a few at a time, as a slow device gives them. */
    private static InputStream pieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(40)));
            }
        };
    }
}
