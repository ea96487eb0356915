package io.millrace.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class OpenLoopTest {
    private static final long GAP_NS = 10_000;
    private static final long READ_NS = 20;

    private long nowNs = 5_000_000;
    private final OpenLoop generator = new OpenLoop(() -> nowNs += READ_NS);

    @Test
    void shouldSendEachEventWhenItIsDue() {
        final Script target = new Script(0, -1, 0);

        final OpenLoop.Sent sent = generator.run(target, 1_000);

        for (int i = 1; i < 1_000; i++) {
            assertThat(target.dueNs.get(i) - target.dueNs.get(i - 1)).isEqualTo(GAP_NS);
            assertThat(target.sentNs.get(i) - target.dueNs.get(i)).isBetween(0L, READ_NS);
        }
        assertThat(sent.rateHeld()).isTrue();
        assertThat(sent.lateSends()).isZero();
        assertThat(sent.eventsPerSecond()).isCloseTo(100_000, within(200.0));
    }

    @Test
    void shouldChargeAStallToAllEventsThatItDelays() {
        final Script target = new Script(0, 100, 500_000);

        final OpenLoop.Sent sent = generator.run(target, 1_000);

        assertThat(target.sentNs.get(101) - target.dueNs.get(101)).isGreaterThan(480_000);
        assertThat(target.sentNs.get(125) - target.dueNs.get(125)).isGreaterThan(200_000);
        assertThat(target.sentNs.get(200) - target.dueNs.get(200))
                .as("caught up")
                .isBetween(0L, READ_NS);
        for (int i = 1; i < 1_000; i++) {
            assertThat(target.dueNs.get(i) - target.dueNs.get(i - 1)).isEqualTo(GAP_NS);
        }
        assertThat(sent.worstLateNs()).isGreaterThan(480_000);
        assertThat(sent.rateHeld()).isTrue();
    }

    @Test
    void shouldSayWhenTheRateWasNotHeld() {
        final OpenLoop.Sent sent = generator.run(new Script(11_000, -1, 0), 1_000);

        assertThat(sent.rateHeld()).isFalse();
        assertThat(sent.eventsPerSecond()).isLessThan(91_000);
    }

    @Test
    void shouldGoOnWithTheNextEventAtOnce() {
        final Script target = new Script(0, -1, 0);
        generator.run(target, 10);
        nowNs += 1_000_000_000;
        final long againNs = nowNs;

        generator.run(target, 10);

        assertThat(target.dueNs.get(10) - againNs).isBetween(0L, 2 * READ_NS);
        assertThat(target.dueNs.get(11) - target.dueNs.get(10)).isEqualTo(GAP_NS);
    }

    /** Events at equal distances; to send one takes a time, and one of them takes longer. */
    private final class Script implements OpenLoop.Target {
        private final List<Long> dueNs = new ArrayList<>();
        private final List<Long> sentNs = new ArrayList<>();
        private final long sendNs;
        private final int stalled;
        private final long stallNs;

        private Script(final long sendNs, final int stalled, final long stallNs) {
            this.sendNs = sendNs;
            this.stalled = stalled;
            this.stallNs = stallNs;
        }

        @Override
        public long nextDueNs() {
            return dueNs.size() * GAP_NS;
        }

        @Override
        public void send(final long due) {
            sentNs.add(nowNs);
            nowNs += dueNs.size() == stalled ? stallNs : sendNs;
            dueNs.add(due);
        }
    }
}
