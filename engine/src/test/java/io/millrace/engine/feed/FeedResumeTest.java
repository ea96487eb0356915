package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.input.FeedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FeedResumeTest {

    @TempDir
    Path directory;

    @Test
    void shouldGiveTheTailWhenResumedAtAnyLineOfACsv() {
        StringBuilder text = new StringBuilder("id,price,qty,quote_qty,time,is_buyer_maker\n");
        for (int i = 0; i < 60; i++) {
            text.append(
                    i % 7 == 3 ? "broken\n" : i % 11 == 5 ? "\n" : i + ",2.5,3,7.5,173568960012" + i % 10 + ",true\n");
        }
        Path file = FeedSamples.write(directory, "trades.csv.gz", FeedSamples.gzip(text.toString()));
        assertEveryTail(FeedSpec.of("binance-trades", file, "BTCUSDT", "BINANCE"), 61);
    }

    @Test
    void shouldKeepTheVenueTimeWhenResumedInACapture() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append("17231612540879999")
                    .append(10 + i)
                    .append(' ')
                    .append(message(i))
                    .append('\n');
        }
        Path file = FeedSamples.write(directory, "capture.log", text.toString());
        assertEveryTail(FeedSpec.of("binance-ws", file, "BTCUSDT", "BINANCE"), 60);
    }

    private static String message(int i) {
        if (i % 9 == 4) {
            return "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":17231612553" + (10 + i)
                    + ",\"s\":\"BTCUSDT\",\"U\":1,\"u\":2,\"b\":[],\"a\":[]}}";
        }
        if (i % 5 == 2) {
            return "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1723161255310,"
                    + "\"s\":\"BTCUSDT\",\"t\":"
                    + i + ",\"p\":\"61837.63\",\"q\":\"0.02\",\"T\":17231612553" + (10 + i)
                    + ",\"m\":true,\"M\":true}}";
        }
        return "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":" + i
                + ",\"s\":\"BTCUSDT\",\"b\":\"1.5\",\"B\":\"2\",\"a\":\"1.6\",\"A\":\"1\"}}";
    }

    private static void assertEveryTail(FeedSpec spec, int lines) {
        List<String> all = FeedSamples.readAll(spec);
        assertThat(all).hasSizeGreaterThan(40);
        for (int position = 0; position <= lines + 1; position++) {
            int from = position;
            try (FeedReader reader = Feeds.open(spec)) {
                reader.skipTo(position);
                List<String> expected = all.stream()
                        .filter(event -> Long.parseLong(event.substring(0, event.indexOf(' '))) > from)
                        .collect(Collectors.toList());
                assertThat(FeedSamples.readAll(reader))
                        .as("behind line %d", position)
                        .isEqualTo(expected);
                FeedTally tally = reader.tally();
                assertThat(tally.lines()).isEqualTo(lines);
                assertThat(tally.taken()).isEqualTo(expected.size());
            }
        }
    }

    @Test
    void shouldNotStopAgainWhenAStrictFeedIsResumedBehindTheBadLine() {
        Path file = FeedSamples.write(directory, "t.csv", "broken,1\n1,2.5,3,7.5,1735689600123,true\n");
        FeedSpec spec =
                FeedSpec.of("binance-trades", file, "BTCUSDT", "BINANCE").withStrict(true);
        try (FeedReader reader = Feeds.open(spec)) {
            reader.skipTo(1);
            assertThat(FeedSamples.readAll(reader)).hasSize(1);
            assertThat(reader.tally().rejected()).isZero();
            assertThat(reader.tally().skipped()).isEqualTo(1);
        }
    }

    @Test
    void shouldGoOnWhenSkippedInTheMiddle() {
        Path file = FeedSamples.write(directory, "t.csv", "1,2.5,3,7.5,1735689600123,true\n".repeat(10));
        try (FeedReader reader = Feeds.open(FeedSpec.of("binance-trades", file, "BTCUSDT", "BINANCE"))) {
            FeedEvent event = new FeedEvent();
            assertThat(reader.next(event)).isTrue();
            reader.skipTo(6);
            assertThat(reader.next(event)).isTrue();
            assertThat(event.position).isEqualTo(7);
            reader.skipTo(2);
            assertThat(reader.next(event)).isTrue();
            assertThat(event.position).isEqualTo(8);
        }
    }
}
