package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.input.FeedEvent;
import io.millrace.journal.codec.Aggressor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class BinanceFeedTest {

    @TempDir
    Path directory;

    private FeedSpec spec(String format, String text) {
        return FeedSpec.of(format, FeedSamples.write(directory, "sample.csv", text), "BTCUSDT", "BINANCE");
    }

    @Test
    void shouldReadSpotTradesWhenThereIsNoHeader() {
        FeedSpec spec = spec("binance-trades", """
            3735683259,61837.63000000,0.02000000,1236.75260000,1723161255342,True,True
            3735683260,61837.64000000,0.04800000,2968.20624000,1723161255617,False,True
            """);
        assertThat(FeedSamples.readAll(spec))
                .containsExactly(
                        "1 TRADE t=1723161255342000000 id=3735683259 p=6183763000000 q=2000000 side=2 cond=0 venue=0"
                                + " susp=false",
                        "2 TRADE t=1723161255617000000 id=3735683260 p=6183764000000 q=4800000 side=1 cond=0 venue=0"
                                + " susp=false");
        FeedEvent event = FeedSamples.first(spec);
        assertThat(event.receiveTimeNs).isZero();
        assertThat(event.aggressor).isEqualTo(FeedEvent.AGGRESSOR_SELLER);
    }

    @Test
    void shouldReadFuturesTradesByNameWhenColumnsAreInAnotherOrder() {
        FeedSpec spec = spec("binance-trades", """
            \ufeffTime,ID,price,qty,quote_qty,is_buyer_maker
            1723161256322,5266583935,61800.30,0.006,370.80180,false
            """.replace("\n", "\r\n"));
        assertThat(FeedSamples.readAll(spec))
                .containsExactly("2 TRADE t=1723161256322000000 id=5266583935 p=6180030000000 q=600000 side=1 cond=0"
                        + " venue=0 susp=false");
        assertThat(FeedSamples.tally(spec).notUsedByKind()).containsExactly(Map.entry("header", 1L));
    }

    @Test
    void shouldTakeMicrosecondsWhenMagnitudeSaysSo() {
        FeedSpec spec = spec("binance-trades", "1,2.5,3,7.5,1735689600123456,true,true\n");
        assertThat(FeedSamples.first(spec).eventTimeNs).isEqualTo(1735689600123456000L);
    }

    @Test
    void shouldReadAggregatedTradesWhenSpotOrFutures() {
        FeedSpec spot = spec(
                "binance-aggtrades", "13519807,0.00141342,23.00000000,15373518,15373518,1570752011620,True,True\n");
        String event = "TRADE t=1570752011620000000 id=13519807 p=141342 q=2300000000 side=2 cond=0 venue=0 susp=false";
        assertThat(FeedSamples.readAll(spot)).containsExactly("1 " + event);
        FeedSpec futures = spec("binance-aggtrades", """
            agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker
            13519807,0.00141342,23,15373518,15373518,1570752011620,true
            """);
        assertThat(FeedSamples.readAll(futures)).containsExactly("2 " + event);
    }

    @Test
    void shouldReadQuotesWhenSidesCrossOrAreAbsent() {
        FeedSpec spec = spec("binance-bookticker", """
            update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time
            7,61800.20,2.507,61800.10,2.510,1723161256313,1723161256315
            8,61800.20,2.507,61800.20,2.510,1723161256314,1723161256315
            9,0.00,0.000,61800.20,2.510,1723161256315,1723161256315
            """);
        assertThat(FeedSamples.readAll(spec))
                .containsExactly(
                        "2 QUOTE t=1723161256313000000 id=7 bid=6180020000000x250700000 ask=6180010000000x251000000"
                                + " cond=0 venue=0 susp=false",
                        "3 QUOTE t=1723161256314000000 id=8 bid=6180020000000x250700000 ask=6180020000000x251000000"
                                + " cond=0 venue=0 susp=false",
                        "4 QUOTE t=1723161256315000000 id=9 bid=0x0 ask=6180020000000x251000000 cond=0 venue=0"
                                + " susp=false");
    }

    @Test
    void shouldReadKlinesWhenMillisecondsOrMicroseconds() {
        String row = ",0.1592,0.1598,0.1591,0.1598,506355.0,%s,80756.28594,311,380529.9,60711.92171,0\n";
        FeedSpec spec = spec(
                "binance-klines",
                "1706745600000"
                        + String.format(row, "1706745659999")
                        + "1706745600000000"
                        + String.format(row, "1706745899999999"));
        String values = " ohlc=15920000/15980000/15910000/15980000 v=50635500000000 n=311";
        assertThat(FeedSamples.readAll(spec))
                .containsExactly(
                        "1 BAR t=1706745660000000000 open=1706745600000000000+60000000000" + values,
                        "2 BAR t=1706745900000000000 open=1706745600000000000+300000000000" + values);
    }

    @Test
    void shouldNameColumnsWhenHeaderIsUnknown() {
        FeedSpec spec = spec("binance-trades", "id,price,qty,quote_qty,when,maker\n1,2,3,6,1723161256322,true\n");
        assertThatThrownBy(() -> Feeds.open(spec))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("unknown columns: when, maker")
                .hasMessageContaining("missing columns: time, is_buyer_maker")
                .hasMessageContaining("sample.csv");
        FeedSpec twice = spec("binance-trades", "id,price,qty,quote_qty,time,time\n");
        assertThatThrownBy(() -> Feeds.open(twice))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("'time' stands twice");
    }

    @Test
    void shouldPassOverHeaderWhenFilesArePutTogether() {
        String header = "id,price,qty,quote_qty,time,is_buyer_maker\n";
        FeedSpec spec = spec(
                "binance-trades", header + "1,2,3,6,1723161256322,true\n" + header + "2,2,3,6,1723161256323,true\n");
        FeedTally tally = FeedSamples.tally(spec);
        assertThat(tally.taken()).isEqualTo(2);
        assertThat(tally.rejected()).isZero();
        assertThat(tally.notUsed(NotUsed.HEADER)).isEqualTo(2);
    }

    @Test
    void shouldAgreeWithTheSchemaWhenNamingTheAggressor() {
        assertThat((short) FeedEvent.AGGRESSOR_UNKNOWN).isEqualTo(schemaValue("UNKNOWN"));
        assertThat((short) FeedEvent.AGGRESSOR_BUYER).isEqualTo(schemaValue("BUYER"));
        assertThat((short) FeedEvent.AGGRESSOR_SELLER).isEqualTo(schemaValue("SELLER"));
    }

    private static short schemaValue(String name) {
        return Aggressor.valueOf(name).value();
    }
}
