package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.input.FeedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class BinanceCaptureFeedTest {

    private static final String FUTURES_TRADE =
            "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1723161256323,\"T\":1723161256322,"
                    + "\"s\":\"BTCUSDT\",\"t\":5266583935,\"p\":\"61800.30\",\"q\":\"0.006\",\"X\":\"MARKET\","
                    + "\"m\":false}}";
    private static final String SPOT_QUOTE = "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":50093239212,"
            + "\"s\":\"BTCUSDT\",\"b\":\"61837.63000000\",\"B\":\"3.78826000\",\"a\":\"61837.64000000\","
            + "\"A\":\"1.54698000\"}}";
    private static final String SPOT_DEPTH =
            "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1723161255208,"
                    + "\"s\":\"BTCUSDT\",\"U\":1,\"u\":2,\"b\":[[\"61737.63\",\"0.0\"]],\"a\":[]}}";

    @TempDir
    Path directory;

    private FeedSpec spec(String text) {
        return FeedSpec.of("binance-ws", FeedSamples.write(directory, "capture.log", text), "BTCUSDT", "BINANCE");
    }

    private List<FeedEvent> events(FeedSpec spec) {
        List<FeedEvent> events = new ArrayList<>();
        try (FeedReader reader = Feeds.open(spec)) {
            FeedEvent event = new FeedEvent();
            while (reader.next(event)) {
                events.add(event);
                event = new FeedEvent();
            }
        }
        return events;
    }

    @Test
    void shouldTakeTradeWhenReceiveTimeIsInNanoseconds() {
        FeedEvent event = FeedSamples.first(spec("1723161255088176367 " + FUTURES_TRADE + "\n"));
        assertThat(FeedSamples.describe(event))
                .isEqualTo("1 TRADE t=1723161256322000000 id=5266583935 p=6180030000000 q=600000 side=1 cond=0"
                        + " venue=0 susp=false");
        assertThat(event.receiveTimeNs).isEqualTo(1723161255088176367L);
    }

    @Test
    void shouldTakeTradeWhenReceiveTimeIsInSecondsWithFraction() {
        String line = "1633998523.957215: {\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\","
                + "\"E\":1633998523963,\"s\":\"BTCUSDT\",\"a\":15683430,\"p\":\"0.35280000\",\"q\":\"58.00000000\","
                + "\"f\":19862790,\"l\":19862790,\"T\":1633998523962,\"m\":true,\"M\":true}}";
        FeedEvent event = FeedSamples.first(spec(line));
        assertThat(FeedSamples.describe(event))
                .isEqualTo("1 TRADE t=1633998523962000000 id=15683430 p=35280000 q=5800000000 side=2 cond=0 venue=0"
                        + " susp=false");
        assertThat(event.receiveTimeNs).isEqualTo(1633998523957215000L);
    }

    @Test
    void shouldTakeTradeWhenDataComesBeforeStream() {
        String data = FUTURES_TRADE.substring(FUTURES_TRADE.indexOf("\"data\""), FUTURES_TRADE.length() - 1);
        FeedSpec spec = spec("1723161255088176367 { " + data + " , \"stream\" : \"btcusdt@trade\" } \n");
        assertThat(FeedSamples.first(spec).venueId).isEqualTo(5266583935L);
    }

    @Test
    void shouldDateSpotQuoteByNewestVenueTimeWhenItHasNone() {
        String trade = FUTURES_TRADE.replace("1723161256322", "1723161255342");
        FeedSpec spec = spec("1723161254087000000 " + SPOT_QUOTE + "\n"
                + "1723161254088000000 " + SPOT_DEPTH + "\n"
                + "1723161254089000000 " + SPOT_QUOTE + "\n"
                + "1723161254090000000 " + trade + "\n"
                + "1723161254091000000 " + SPOT_QUOTE + "\n"
                + "1723161254092000000 " + SPOT_DEPTH + "\n"
                + "1723161254093000000 " + SPOT_QUOTE + "\n");
        List<FeedEvent> events = events(spec);
        assertThat(events)
                .extracting(event -> event.eventTimeNs)
                .containsExactly(
                        1723161254087000000L,
                        1723161255208000000L,
                        1723161255342000000L,
                        1723161255342000000L,
                        1723161255342000000L);
        assertThat(FeedSamples.content(events.get(0)))
                .isEqualTo("QUOTE t=1723161254087000000 id=50093239212 bid=6183763000000x378826000"
                        + " ask=6183764000000x154698000 cond=0 venue=0 susp=false");
    }

    @Test
    void shouldCountByKindWhenMessagesAreNotUsed() {
        FeedSpec spec = spec("wss://stream.binance.com:9443/stream?streams=btcusdt@depth <-> 1633998511.159679\n"
                + "1723161254088000000 " + SPOT_DEPTH + "\n"
                + "1723161254088000000 " + SPOT_DEPTH.replace("BTCUSDT", "ETHUSDT") + "\n"
                + "1723161254088000000 " + FUTURES_TRADE.replace("BTCUSDT", "ETHUSDT") + "\n"
                + "1723161254088000000 {\"lastUpdateId\":1,\"bids\":[[\"1\",\"2\"]],\"asks\":[]}\n"
                + "1723161254088000000 {\"stream\":\"btcusdt@kline_1m\",\"data\":{\"e\":\"kline\",\"E\":1723161254999,"
                + "\"s\":\"BTCUSDT\",\"k\":{\"t\":1}}}\n"
                + "1723161254088000000 [1,{},\"book\"]\n"
                + "\n"
                + "1723161254088000000 " + FUTURES_TRADE.replace("\"BTCUSDT\"", "\"btcusdt\"") + "\n");
        FeedTally tally = FeedSamples.tally(spec);
        assertThat(tally.notUsedByKind())
                .containsExactly(
                        Map.entry("blank", 1L),
                        Map.entry("depthUpdate", 2L),
                        Map.entry("other-symbol", 1L),
                        Map.entry("other", 4L));
        assertThat(tally.taken()).isEqualTo(1);
        assertThat(tally.rejected()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"p\":\"61800.30\"|\"p\":\"abc\"|MALFORMED_NUMBER",
                "\"p\":\"61800.30\"|\"p\":\"NaN\"|NOT_FINITE",
                "\"p\":\"61800.30\"|\"p\":\"0\"|BAD_PRICE",
                "\"p\":\"61800.30\"|\"p\":\"-1\"|BAD_PRICE",
                "\"p\":\"61800.30\"|\"p\":\"1.123456789\"|DOES_NOT_FIT",
                "\"q\":\"0.006\"|\"q\":\"0\"|BAD_QUANTITY",
                "\"T\":1723161256322|\"T\":17|BAD_TIME",
                "\"T\":1723161256322|\"x\":17|MALFORMED_LINE",
                "\"t\":5266583935|\"t\":-5|MALFORMED_NUMBER",
                "\"m\":false|\"m\":maybe|MALFORMED_LINE",
                "\"s\":\"BTCUSDT\"|\"z\":1|MALFORMED_LINE",
                "\"p\":\"61800.30\"|\"p\" \"61800.30\"|MALFORMED_LINE",
                "\"X\":\"MARKET\"|\"X\":\"MARKET|MALFORMED_LINE",
                "false}}|false}|MALFORMED_LINE",
                "false}}|false}}}|MALFORMED_LINE",
                "false}}|false}} x|MALFORMED_LINE",
                "1723161255088176367|17231612550881763x7|BAD_TIME",
                "1723161255088176367|99999999999999999999|BAD_TIME",
                "1723161255088176367|hello|MALFORMED_LINE",
                "67 {|67{|MALFORMED_LINE",
                "\"data\"|\"dada\"|MALFORMED_LINE"
            })
    void shouldRejectWithReasonWhenTradeIsBad(String part, String damaged, RejectReason reason) {
        String good = "1723161255088176367 " + FUTURES_TRADE;
        assertThat(good).contains(part);
        FeedTally tally = FeedSamples.tally(spec(good + "\n" + good.replace(part, damaged) + "\n" + good + "\n"));
        assertThat(tally.firstRejections())
                .extracting(Rejection::reason)
                .as(good.replace(part, damaged))
                .containsExactly(reason);
        assertThat(tally.taken()).isEqualTo(2);
    }

    @Test
    void shouldRejectWhenLineIsCutAfterItsTime() {
        FeedTally tally = FeedSamples.tally(spec("1723161255088176367\n1723161255088176367 \n1723161255088176367 x\n"));
        assertThat(tally.rejected(RejectReason.MALFORMED_LINE)).isEqualTo(3);
    }
}
