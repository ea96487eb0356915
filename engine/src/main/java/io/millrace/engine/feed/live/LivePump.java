package io.millrace.engine.feed.live;

import io.millrace.engine.Engine;
import io.millrace.engine.config.AeronAddress;
import io.millrace.engine.config.IngressConfig;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.feed.Pump;
import io.millrace.engine.feed.PumpProgress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;

/**
 * Takes the messages of other processes from one or more streams and publishes them to an engine, in the order in which they
 * come, with the timer's ticks between them; runs until it is asked to stop, or until all senders have said that they end.
 *
 * <p>Runs on the caller's thread, which is then the feed thread. No allocation per message.
 */
public final class LivePump implements Pump {
    private final Engine engine;
    private final List<Door> doors = new ArrayList<>();
    private final EventGate gate;
    private final IdleStrategy idle;
    private final boolean untilEnd;
    private volatile boolean stopRequested;

    /**
     * Opens the streams, so that senders can connect from now on.
     *
     * @param strict whether the first rejection ends the run
     * @param untilEnd whether the run ends when every sender has said that it ends
     */
    public LivePump(
            final Engine engine, final List<AeronAddress> addresses, final boolean strict, final boolean untilEnd) {
        final IngressConfig config = engine.config().aeron().ingress();
        this.engine = engine;
        this.untilEnd = untilEnd;
        gate = new EventGate(engine, config);
        for (final AeronAddress address : addresses) {
            doors.add(new Door(engine, address, gate, config, strict));
        }
        idle = engine.transport().idleStrategy();
    }

    @Override
    public void run() {
        engine.priority().run(this::pump);
    }

    private void pump() {
        try {
            while (!stopRequested && !(untilEnd && ended())) {
                int work = 0;
                for (int i = 0; i < doors.size(); i++) {
                    work += doors.get(i).poll();
                }
                gate.tick();
                // Aeron hands what a handler throws to its own error handler, so a failed engine is asked for here.
                engine.check();
                idle.idle(work);
            }
            doors.forEach(Door::settle);
            engine.ingress().drain();
        } finally {
            doors.forEach(Door::close);
        }
    }

    private boolean ended() {
        for (final Door door : doors) {
            if (!door.ended()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void requestStop() {
        stopRequested = true;
    }

    @Override
    public boolean stopRequested() {
        return stopRequested;
    }

    @Override
    public PumpProgress progress() {
        return new PumpProgress(gate.published(), 0, 0);
    }

    @Override
    public FeedTally totals() {
        return FeedTally.sum(doors.stream().map(Door::tally).toList());
    }
}
