package io.millrace.archiver.access.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.archiver.database.Backoff;
import io.millrace.archiver.testing.Covers;
import io.millrace.journal.time.Clocks;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@Covers({"S3-003", "S3-004", "S3-052"})
class LinkTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final AtomicInteger probes = new AtomicInteger();
    private final AtomicInteger returns = new AtomicInteger();
    private volatile boolean there = true;
    private final Link link = new Link(
            "test",
            this::probe,
            returns::incrementAndGet,
            new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), new SplittableRandom(7)),
            Clocks.epoch());

    @AfterEach
    void close() {
        link.close();
    }

    private void probe() throws SQLException {
        probes.incrementAndGet();
        if (!there) {
            throw new SQLException("refused", "08001");
        }
    }

    @Test
    void shouldKnowAtTheStartWhetherTheDatabaseIsThere() {
        there = false;
        link.start();
        assertThat(link.state()).isEqualTo(LinkState.DOWN);
        assertThat(link.isPassable()).isFalse();
        assertThat(link.reason()).isEqualTo("refused [08001]");
        there = true;
        await().atMost(SOON).until(link::isPassable);
        assertThat(link.reason()).isEmpty();
        assertThat(returns.get()).isEqualTo(1);
    }

    @Test
    void shouldLetCallsThroughWhileOneLossIsLookedInto() {
        link.start();
        link.suspect("one connection was ended");
        assertThat(link.isPassable()).isTrue();
        await().atMost(SOON).until(() -> link.state() == LinkState.UP && probes.get() == 2);
    }

    @Test
    void shouldProbeWithoutEndWhileItIsAwayAndNotAtAllWhileItIsThere() throws InterruptedException {
        link.start();
        there = false;
        link.suspect("lost");
        await().atMost(SOON).until(() -> probes.get() > 10);
        assertThat(link.state()).isEqualTo(LinkState.DOWN);
        there = true;
        await().atMost(SOON).until(() -> link.state() == LinkState.UP);
        int seen = probes.get();
        Thread.sleep(50);
        assertThat(probes.get()).isEqualTo(seen);
    }

    @Test
    void shouldStayClosed() {
        link.start();
        link.close();
        link.suspect("late");
        assertThat(link.state()).isEqualTo(LinkState.CLOSED);
        assertThat(link.isPassable()).isFalse();
    }
}
