package io.millrace.journal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TradeIdsTest {
    private static final long EVENT_TIME_NS = 1_734_705_052_123_456_789L;

    @Test
    void shouldWriteAssetDateTimeAndHash() {
        assertThat(TradeIds.format("BTC", EVENT_TIME_NS, 0xa1b2c3d4)).isEqualTo("BTC_20241220_143052_a1b2c3d4");
    }

    @Test
    void shouldPadTheHashToEightDigits() {
        assertThat(TradeIds.format("SPY", EVENT_TIME_NS, 0x2f)).isEqualTo("SPY_20241220_143052_0000002f");
        assertThat(TradeIds.format("SPY", EVENT_TIME_NS, 0)).isEqualTo("SPY_20241220_143052_00000000");
        assertThat(TradeIds.format("SPY", EVENT_TIME_NS, -1)).isEqualTo("SPY_20241220_143052_ffffffff");
    }

    @Test
    void shouldCutTheSecondDownOnBothSidesOfTheEpoch() {
        assertThat(TradeIds.format("X", 0, 1)).isEqualTo("X_19700101_000000_00000001");
        assertThat(TradeIds.format("X", 999_999_999L, 1)).isEqualTo("X_19700101_000000_00000001");
        assertThat(TradeIds.format("X", -1, 1)).isEqualTo("X_19691231_235959_00000001");
    }

    @Test
    void shouldWriteTheLastRepresentableTime() {
        assertThat(TradeIds.format("X", Long.MAX_VALUE, 7)).isEqualTo("X_22620411_234716_00000007");
    }

    @Test
    void shouldNotDependOnLocaleOrTimeZone() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            assertThat(TradeIds.format("BTC", EVENT_TIME_NS, 0xa1b2c3d4)).isEqualTo("BTC_20241220_143052_a1b2c3d4");
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }
}
