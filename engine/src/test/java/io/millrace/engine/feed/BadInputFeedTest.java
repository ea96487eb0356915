package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.input.FeedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class BadInputFeedTest {

    private static final String GOOD = "1,2.5,3,7.5,1735689600123,true\n";

    @TempDir
    Path directory;

    private FeedSpec spec(byte[] content, String name) {
        return FeedSpec.of("binance-trades", FeedSamples.write(directory, name, content), "BTCUSDT", "BINANCE");
    }

    private FeedSpec spec(String text) {
        return spec(text.getBytes(StandardCharsets.UTF_8), "sample.csv");
    }

    @ParameterizedTest
    @CsvSource({
        "'1,2.5,3,7.5,1735689600123', MALFORMED_LINE",
        "'1,2.5,3,7.5,1735689600123,true,true,1', MALFORMED_LINE",
        "'1,2.5,3,7.5,1735689600123,perhaps', MALFORMED_LINE",
        "'1,\"2.5,3,7.5,1735689600123,true', MALFORMED_LINE",
        "'x,2.5,3,7.5,1735689600123,true', MALFORMED_NUMBER",
        "'1.5,2.5,3,7.5,1735689600123,true', DOES_NOT_FIT",
        "'-1,2.5,3,7.5,1735689600123,true', MALFORMED_NUMBER",
        "'1,two,3,7.5,1735689600123,true', MALFORMED_NUMBER",
        "'1,,3,7.5,1735689600123,true', MALFORMED_NUMBER",
        "'1,NaN,3,7.5,1735689600123,true', NOT_FINITE",
        "'1,-Infinity,3,7.5,1735689600123,true', NOT_FINITE",
        "'1,0,3,7.5,1735689600123,true', BAD_PRICE",
        "'1,0.00000000,3,7.5,1735689600123,true', BAD_PRICE",
        "'1,-2.5,3,7.5,1735689600123,true', BAD_PRICE",
        "'1,2.5,0,7.5,1735689600123,true', BAD_QUANTITY",
        "'1,2.5,-3,7.5,1735689600123,true', BAD_QUANTITY",
        "'1,2.5,inf,7.5,1735689600123,true', NOT_FINITE",
        "'1,2.000000001,3,7.5,1735689600123,true', DOES_NOT_FIT",
        "'1,92233720369,3,7.5,1735689600123,true', DOES_NOT_FIT",
        "'1,2.5,1e20,7.5,1735689600123,true', DOES_NOT_FIT",
        "'1,2.5,3,7.5,,true', BAD_TIME",
        "'1,2.5,3,7.5,yesterday,true', BAD_TIME",
        "'1,2.5,3,7.5,12,true', BAD_TIME",
        "'1,2.5,3,7.5,99999999999999999999,true', BAD_TIME",
        "'1,2.5,3,7.5,-1735689600123,true', BAD_TIME"
    })
    void shouldRejectWithReasonAndGoOnWhenTradeIsBad(String line, RejectReason reason) {
        FeedTally tally = FeedSamples.tally(spec(GOOD + line + "\n" + GOOD));
        assertThat(tally.firstRejections())
                .containsExactly(new Rejection(directory.resolve("sample.csv").toString(), 2, reason, line));
        assertThat(tally.rejected(reason)).isEqualTo(1);
        assertThat(tally.rejectedByReason()).containsExactly(Map.entry(reason.label(), 1L));
        assertThat(tally.taken()).isEqualTo(2);
        assertThat(tally.lines()).isEqualTo(3);
    }

    @Test
    void shouldRejectWhenBytesAreNoUtf8() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(GOOD.getBytes(StandardCharsets.UTF_8));
        content.writeBytes(new byte[] {(byte) 0xbd, (byte) 0xbb, ',', '2', '\n'});
        content.writeBytes("1,2.5,3,7.5,1735689600123,\u00fcbel\n".getBytes(StandardCharsets.UTF_8));
        content.writeBytes(GOOD.getBytes(StandardCharsets.UTF_8));
        FeedTally tally = FeedSamples.tally(spec(content.toByteArray(), "sample.csv"));
        assertThat(tally.firstRejections())
                .extracting(Rejection::reason)
                .containsExactly(RejectReason.BAD_UTF8, RejectReason.MALFORMED_LINE);
        assertThat(tally.firstRejections().get(0).excerpt()).isEqualTo("\\xbd\\xbb,2");
        assertThat(tally.taken()).isEqualTo(2);
    }

    @Test
    void shouldEscapeControlCharactersWhenShowingALine() {
        FeedTally tally = FeedSamples.tally(spec("1,2\t\u0007\u001b[31m\n"));
        assertThat(tally.firstRejections().get(0).excerpt()).isEqualTo("1,2\\x09\\x07\\x1b[31m");
        assertThat(tally.firstRejections().get(0).toString())
                .endsWith("sample.csv:1: malformed-line: 1,2\\x09\\x07\\x1b[31m");
    }

    @Test
    void shouldSkipWhenALineIsTooLong() {
        String longLine = "9".repeat(3 << 20);
        FeedTally tally = FeedSamples.tally(spec(GOOD + longLine + "\n" + GOOD + longLine));
        assertThat(tally.rejected(RejectReason.LINE_TOO_LONG)).isEqualTo(2);
        assertThat(tally.firstRejections()).extracting(Rejection::line).containsExactly(2L, 4L);
        assertThat(tally.firstRejections().get(0).excerpt())
                .hasSizeLessThan(200)
                .endsWith("...");
        assertThat(tally.taken()).isEqualTo(2);
    }

    @Test
    void shouldKeepOnlyTheFirstRejectionsWhenThereAreMany() {
        FeedTally tally = FeedSamples.tally(spec("x,1\n".repeat(25) + GOOD));
        assertThat(tally.rejected()).isEqualTo(25);
        assertThat(tally.firstRejections())
                .extracting(Rejection::line)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void shouldStopWithPlaceAndReasonWhenStrict() {
        FeedSpec spec =
                spec(GOOD + GOOD + "1,-2.5,3,7.5,1735689600123,true\n" + GOOD).withStrict(true);
        try (FeedReader reader = Feeds.open(spec)) {
            FeedEvent event = new FeedEvent();
            assertThat(reader.next(event)).isTrue();
            assertThat(reader.next(event)).isTrue();
            assertThatThrownBy(() -> reader.next(event))
                    .isInstanceOf(FeedRejectedException.class)
                    .hasMessageContaining("sample.csv:3: bad-price: 1,-2.5,3,7.5,1735689600123,true")
                    .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
            assertThat(reader.tally().rejected()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeEverythingBeforeTheCutWhenGzipIsTruncated() {
        String text = manyTrades(4000);
        byte[] gzip = FeedSamples.gzip(text);
        for (int cut :
                new int[] {0, 1, 5, 9, 10, 11, gzip.length / 2, gzip.length - 9, gzip.length - 8, gzip.length - 1}) {
            FeedTally tally = FeedSamples.tally(spec(Arrays.copyOf(gzip, cut), "cut.csv.gz"));
            assertThat(tally.rejectedByReason()).as("cut at %d", cut).containsExactly(Map.entry("truncated", 1L));
            assertThat(tally.lines()).isEqualTo(tally.taken() + 1);
            assertThat(tally.firstRejections().get(0).line()).isEqualTo(tally.lines());
            if (cut == gzip.length / 2) {
                assertThat(tally.taken()).isGreaterThan(1000);
            }
            if (cut > gzip.length - 9) {
                assertThat(tally.taken()).isEqualTo(4000);
            }
        }
    }

    @Test
    void shouldCountOneRejectionWhenGzipIsCorrupt() {
        byte[] gzip = FeedSamples.gzip(manyTrades(4000));
        long seed = 11L;
        Random random = new Random(seed);
        EnumMap<RejectReason, Integer> ends = new EnumMap<>(RejectReason.class);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = gzip.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            FeedTally tally = FeedSamples.tally(spec(damaged, "bad.csv.gz"));
            long damage = tally.rejected(RejectReason.CORRUPT) + tally.rejected(RejectReason.TRUNCATED);
            // Bytes 4 to 9 of the header (time, flags of the compressor, system) mean nothing to the content.
            boolean harmless = at >= 4 && at <= 9 && tally.taken() == 4000;
            assertThat(damage).as("seed %d, byte %d", seed, at).isEqualTo(harmless ? 0 : 1);
            if (tally.rejected(RejectReason.CORRUPT) == 1) {
                assertThat(tally.taken()).as("seed %d, byte %d", seed, at).isZero();
            }
            if (damage == 1) {
                ends.merge(
                        tally.rejected(RejectReason.CORRUPT) == 1 ? RejectReason.CORRUPT : RejectReason.TRUNCATED,
                        1,
                        Integer::sum);
            }
        }
        assertThat(ends.get(RejectReason.CORRUPT)).isGreaterThan(100);
    }

    @Test
    void shouldReadAllMembersWhenGzipHasSeveral() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            content.writeBytes(FeedSamples.gzip(manyTrades(i)));
        }
        content.writeBytes(FeedSamples.gzip(""));
        content.writeBytes(new byte[100]);
        FeedTally tally = FeedSamples.tally(spec(content.toByteArray(), "members.csv.gz"));
        assertThat(tally.taken()).isEqualTo(50 * 49 / 2);
        assertThat(tally.rejected()).isZero();
    }

    @Test
    void shouldRejectOnceWhenOtherBytesFollowOrALaterMemberIsCut() {
        byte[] member = FeedSamples.gzip(manyTrades(3));
        ByteArrayOutputStream garbage = new ByteArrayOutputStream();
        garbage.writeBytes(member);
        garbage.writeBytes("garbage".getBytes(StandardCharsets.UTF_8));
        FeedTally tally = FeedSamples.tally(spec(garbage.toByteArray(), "garbage.csv.gz"));
        assertThat(tally.taken()).isEqualTo(3);
        assertThat(tally.rejectedByReason()).containsExactly(Map.entry("corrupt", 1L));
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.writeBytes(member);
        cut.writeBytes(Arrays.copyOf(member, 6));
        tally = FeedSamples.tally(spec(cut.toByteArray(), "cut.csv.gz"));
        assertThat(tally.taken()).isEqualTo(3);
        assertThat(tally.rejectedByReason()).containsExactly(Map.entry("truncated", 1L));
    }

    @Test
    void shouldTakeEverythingBeforeTheCutWhenZipIsTruncated() {
        byte[] zip = FeedSamples.zip("trades.csv", manyTrades(4000));
        FeedTally tally = FeedSamples.tally(spec(Arrays.copyOf(zip, zip.length / 2), "cut.zip"));
        assertThat(tally.taken()).isGreaterThan(1000);
        assertThat(tally.rejectedByReason()).containsExactly(Map.entry("truncated", 1L));
        tally = FeedSamples.tally(spec(Arrays.copyOf(zip, 3), "cut.zip"));
        assertThat(tally.rejected()).isEqualTo(1);
        assertThat(tally.taken()).isZero();
    }

    @Test
    void shouldCountOneRejectionWhenZipIsCorrupt() {
        byte[] zip = FeedSamples.zip("trades.csv", manyTrades(4000));
        long seed = 12L;
        Random random = new Random(seed);
        int headerBytes = 30 + "trades.csv".length();
        for (int i = 0; i < 200; i++) {
            byte[] damaged = zip.clone();
            int at = headerBytes + random.nextInt(damaged.length - 200 - headerBytes);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            FeedTally tally = FeedSamples.tally(spec(damaged, "bad.zip"));
            long damage = tally.rejected(RejectReason.CORRUPT) + tally.rejected(RejectReason.TRUNCATED);
            assertThat(damage).as("seed %d, byte %d", seed, at).isEqualTo(1);
            if (tally.rejected(RejectReason.CORRUPT) == 1) {
                assertThat(tally.taken()).as("seed %d, byte %d", seed, at).isZero();
            }
        }
    }

    @Test
    void shouldAddUpWhenSeveralFeedsAreSummed() {
        FeedTally one = FeedSamples.tally(spec("x,1\n".repeat(7) + GOOD + "\n"));
        FeedTally sum = FeedTally.sum(List.of(one, one));
        assertThat(sum.taken()).isEqualTo(2);
        assertThat(sum.rejected()).isEqualTo(14);
        assertThat(sum.rejected(RejectReason.MALFORMED_LINE)).isEqualTo(14);
        assertThat(sum.notUsedByKind()).containsExactly(Map.entry("blank", 2L));
        assertThat(sum.firstRejections()).hasSize(10);
        assertThat(sum.lines()).isEqualTo(18);
    }

    private static String manyTrades(int count) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i)
                    .append(',')
                    .append(100 + random.nextInt(1000))
                    .append('.')
                    .append(random.nextInt(100));
            text.append(",3,7.5,").append(1735689600123L + i).append(",true\n");
        }
        return text.toString();
    }
}
