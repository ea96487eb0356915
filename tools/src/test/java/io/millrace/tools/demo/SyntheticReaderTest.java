package io.millrace.tools.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.input.FeedEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SyntheticReaderTest {
    private static FeedReader open(long seed, int days, int instrument) {
        return new SyntheticMarket(seed, days)
                .lanes()
                .get(instrument)
                .sources()
                .get(0)
                .open();
    }

    private static String text(FeedEvent event) {
        return event.position + " " + event.kind + " " + event.eventTimeNs + " " + event.venueId + " "
                + (event.kind == FeedEvent.Kind.TRADE
                        ? event.price + "x" + event.quantity
                        : event.bidPrice + "/" + event.askPrice);
    }

    @Test
    void shouldGoOnWhereARestartSays() {
        FeedEvent event = new FeedEvent();
        try (FeedReader whole = open(42, 1, 0);
                FeedReader resumed = open(42, 1, 0)) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(whole.next(event)).isTrue();
            }
            assertThat(event.position).isEqualTo(1_000);
            resumed.skipTo(1_000);
            FeedEvent other = new FeedEvent();
            for (int i = 0; i < 1_000; i++) {
                assertThat(whole.next(event)).isTrue();
                assertThat(resumed.next(other)).isTrue();
                assertThat(text(other)).isEqualTo(text(event));
            }
        }
    }

    @Test
    void shouldTellItsProgressToTheEnd() {
        FeedEvent event = new FeedEvent();
        try (FeedReader reader = open(42, 1, 2)) {
            long last = 0;
            while (reader.next(event)) {
                assertThat(reader.bytesRead()).isBetween(last, reader.sizeBytes());
                last = reader.bytesRead();
            }
            assertThat(reader.bytesRead()).isEqualTo(reader.sizeBytes());
            assertThat(reader.tally().rejected()).isZero();
        }
    }

    @Test
    void shouldHaveAFingerprintOfItsOwn() {
        Set<Long> seen = new HashSet<>();
        for (long seed = 1; seed <= 3; seed++) {
            for (int instrument = 0; instrument < 4; instrument++) {
                for (int days = 1; days <= 2; days++) {
                    assertThat(seen.add(open(seed, days, instrument).fingerprint()))
                            .isTrue();
                }
            }
        }
        assertThat(open(1, 1, 0).fingerprint()).isEqualTo(open(1, 1, 0).fingerprint());
        assertThat(SyntheticMarket.endless(1)
                        .lanes()
                        .get(0)
                        .sources()
                        .get(0)
                        .open()
                        .fingerprint())
                .isNotIn(seen);
    }
}
