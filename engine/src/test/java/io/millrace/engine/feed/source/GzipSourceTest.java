package io.millrace.engine.feed.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GzipSourceTest {

    private static final int ALL_FLAGS = 2 | 4 | 8 | 16;

    private static byte[] readAll(GzipSource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[777];
        for (int read = source.read(buffer, 3, 700); read >= 0; read = source.read(buffer, 3, 700)) {
            assertThat(read).isPositive();
            out.write(buffer, 3, read);
        }
        assertThat(source.read(buffer, 0, 10)).isEqualTo(-1);
        return out.toByteArray();
    }

    /** One member by hand, with the optional header fields that the flags ask for. */
    private static byte[] member(byte[] content, int flags) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
        if ((flags & 4) != 0) {
            out.writeBytes(new byte[] {3, 0, 'x', 0, 'y'});
        }
        if ((flags & 8) != 0) {
            out.writeBytes("name.csv\0".getBytes(StandardCharsets.US_ASCII));
        }
        if ((flags & 16) != 0) {
            out.writeBytes("comment\0".getBytes(StandardCharsets.US_ASCII));
        }
        if ((flags & 2) != 0) {
            out.writeBytes(new byte[] {7, 7});
        }
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] buffer = new byte[content.length + 100];
        out.write(buffer, 0, deflater.deflate(buffer));
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(content);
        for (long value : new long[] {crc.getValue(), content.length}) {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write((int) (value >> shift));
            }
        }
        return out.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldReadMembersWhenHeadersHaveOptionalFields() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int flags = 0; flags <= ALL_FLAGS; flags += 2) {
            byte[] content = random(flags * 5000);
            file.writeBytes(member(content, flags));
            expected.writeBytes(content);
        }
        for (int pieceBytes : new int[] {1, 7, 100_000}) {
            GzipSource source = new GzipSource(pieces(file.toByteArray(), pieceBytes));
            assertThat(readAll(source)).isEqualTo(expected.toByteArray());
            assertThat(source.damage()).isEqualTo(Damage.NONE);
            assertThat(source.damageDetail()).isEmpty();
            assertThat(source.bytesRead()).isEqualTo(file.size());
            source.close();
        }
    }

    @Test
    void shouldSayTruncatedWhenCutAnywhereExceptBetweenMembers() throws IOException {
        byte[] first = member(random(300), ALL_FLAGS);
        byte[] second = member(random(200), ALL_FLAGS);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(first);
        file.writeBytes(second);
        for (int cut = 0; cut <= file.size(); cut++) {
            GzipSource source = new GzipSource(new ByteArrayInputStream(file.toByteArray(), 0, cut));
            byte[] content = readAll(source);
            boolean whole = cut == first.length || cut == file.size();
            assertThat(source.damage()).as("cut at %d", cut).isEqualTo(whole ? Damage.NONE : Damage.TRUNCATED);
            if (cut >= first.length) {
                assertThat(content).startsWith(random(300));
            }
            source.close();
        }
    }

    @Test
    void shouldGiveWhatPrecedesWhenDataIsCorrupt() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append(i * 7919).append(',');
        }
        byte[] content = text.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] file = member(content, 0);
        // No block of deflated data begins like this, so the damage is met where it stands, inside one long read.
        Arrays.fill(file, file.length / 2, file.length / 2 + 200, (byte) 0xff);
        GzipSource source = new GzipSource(new ByteArrayInputStream(file));
        byte[] buffer = new byte[content.length];
        int read = source.read(buffer, 0, buffer.length);
        assertThat(read).isBetween(content.length / 4, content.length - 1);
        assertThat(Arrays.mismatch(buffer, content)).isGreaterThan(content.length / 4);
        assertThat(source.read(buffer, 0, buffer.length)).isEqualTo(-1);
        assertThat(source.damage()).isEqualTo(Damage.CORRUPT);
        assertThat(source.damageDetail()).isNotEmpty();
        source.close();
    }

    @Test
    void shouldSayCorruptWhenHeaderOrTrailerIsWrong() throws IOException {
        byte[] good = member(random(500), 0);
        for (int at : new int[] {0, 1, 2, good.length - 1, good.length - 5}) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            GzipSource source = new GzipSource(new ByteArrayInputStream(bad));
            readAll(source);
            assertThat(source.damage()).as("byte %d", at).isEqualTo(Damage.CORRUPT);
            source.close();
        }
    }

    private static InputStream pieces(byte[] bytes, int pieceBytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, pieceBytes));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }
}
