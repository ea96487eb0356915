package io.millrace.benchmarks.load;

import io.millrace.engine.event.RingSlot;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.time.Clocks;
import org.agrona.concurrent.NanoClock;

/**
 * The load behind every figure about the whole engine: a seeded market in memory, published through the engine's door as a
 * feed does, with the timer's tick at each second of event time.
 *
 * <p>One lap of events is encoded beforehand, so that what is measured is the engine and not the making of the market; each
 * is copied into its slot and gets the time, position and venue id that follow from the lap. The stream has no end, no gap,
 * no duplicate and no late event.
 *
 * <p>Owned by the feed thread; {@link #publish} allocates nothing.
 */
public final class StandardLoad {
    private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long SECOND_NS = 1_000_000_000L;

    /** 32 messages of 80 bytes: a little over two packets. */
    private static final int READ_EVENTS = 32;

    private final NanoClock receiptClock = Clocks.monotonic();
    private final LoadLap lap;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ClockAdvancedEncoder clock = new ClockAdvancedEncoder();
    private int next;
    private long lapNumber;
    private long nextTickNs;

    public StandardLoad(final LoadShape shape) {
        lap = new LoadLap(shape);
        restart();
    }

    /** Starts again with the first event, for another engine. */
    public void restart() {
        next = 0;
        lapNumber = 0;
        nextTickNs = lap.startNs() + SECOND_NS;
    }

    /** Tells an engine of the instruments and their feeds; comes before the first event. */
    public void define(final Ingress ingress) {
        define(Door.of(ingress));
    }

    /** Tells whoever stands behind a door of the instruments and their feeds; comes before the first event. */
    public void define(final Door door) {
        for (int id = 1; id <= lap.shape().instruments(); id++) {
            instrumentDefined(door, id);
            feedStarted(door, id);
        }
    }

    /**
     * Publishes the next so many trades and quotes as fast as they are taken, so many at a time as one read of a socket gives
     * a feed that is behind: those share the time of their receipt and are handed over together.
     */
    public void publish(final Ingress ingress, final int events) {
        long receivedNs = 0;
        for (int i = 0; i < events; i++) {
            if (i % READ_EVENTS == 0) {
                receivedNs = receiptClock.nanoTime();
            }
            final long eventTimeNs = lap.eventTimeNs(next, lapNumber);
            if (eventTimeNs >= nextTickNs) {
                ingress.hold(tick(ingress.claim(), eventTimeNs), receivedNs);
            }
            final int length = lap.copy(next, lapNumber, ingress.claim().buffer());
            advance();
            if ((i + 1) % READ_EVENTS == 0 || i + 1 == events) {
                ingress.publish(length, receivedNs);
            } else {
                ingress.hold(length, receivedNs);
            }
        }
    }

    /** Publishes the next trade or quote, and the timer's tick before it when that is due. */
    public void publishNext(final Door door, final long receivedNs) {
        final long eventTimeNs = lap.eventTimeNs(next, lapNumber);
        if (eventTimeNs >= nextTickNs) {
            door.publish(tick(door.claim(), eventTimeNs), receivedNs);
        }
        door.publish(lap.copy(next, lapNumber, door.claim().buffer()), receivedNs);
        advance();
    }

    /** When the next event is due, ns of event time after the start of the load. */
    public long nextDueNs() {
        return lap.eventTimeNs(next, lapNumber) - lap.startNs();
    }

    /** When the event of a number, counted from 0, is due, ns of event time after the start of the load. */
    public long dueNs(final long event) {
        final int events = lap.shape().lapEvents();
        return lap.eventTimeNs((int) (event % events), event / events) - lap.startNs();
    }

    /** The encoded events of its first lap, for floors that move the same bytes. */
    public LoadLap lap() {
        return lap;
    }

    /** What the load is made of. */
    public LoadShape shape() {
        return lap.shape();
    }

    private void advance() {
        if (++next == lap.shape().lapEvents()) {
            next = 0;
            lapNumber++;
        }
    }

    /** Encodes the tick at the second that has passed before the event, and gives its length. */
    private int tick(final RingSlot slot, final long eventTimeNs) {
        clock.wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(nextTickNs)
                .receiveTimeNs(nextTickNs);
        nextTickNs = eventTimeNs - eventTimeNs % SECOND_NS + SECOND_NS;
        return HEADER_BYTES + ClockAdvancedEncoder.BLOCK_LENGTH;
    }

    private void instrumentDefined(final Door door, final int id) {
        final RingSlot slot = door.claim();
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(lap.startNs())
                .receiveTimeNs(lap.startNs())
                .instrumentId(id)
                .priceExponent((byte) LoadLap.PRICE_EXPONENT)
                .quantityExponent((byte) LoadLap.QUANTITY_EXPONENT)
                .symbol("LOAD" + id + "USD")
                .venue("BENCH")
                .baseAsset("LOAD" + id)
                .quoteAsset("USD");
        door.publish(HEADER_BYTES + InstrumentDefinedEncoder.BLOCK_LENGTH, receiptClock.nanoTime());
    }

    private void feedStarted(final Door door, final int id) {
        final RingSlot slot = door.claim();
        new FeedStatusEncoder()
                        .wrapAndApplyHeader(slot.buffer(), 0, header)
                        .eventTimeNs(lap.startNs())
                        .receiveTimeNs(lap.startNs())
                        .instrumentId(id)
                        .feedId(id)
                        .state(FeedState.STARTED)
                        .origin(FeedOrigin.FEED)
                        .stream(StreamKind.NONE)
                        .reserved((short) 0)
                        .reserved2(0)
                        .feedPosition(0)
                        .fingerprint(lap.shape().seed() + id)
                        .expected(0)
                        .actual(0)
                        .count(0);
        door.publish(HEADER_BYTES + FeedStatusEncoder.BLOCK_LENGTH, receiptClock.nanoTime());
    }
}
