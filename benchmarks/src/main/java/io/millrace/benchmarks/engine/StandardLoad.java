package io.millrace.benchmarks.engine;

import io.millrace.engine.event.RingSlot;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.StreamKind;

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
        for (int id = 1; id <= lap.shape().instruments(); id++) {
            instrumentDefined(ingress, id);
            feedStarted(ingress, id);
        }
    }

    /** Publishes the next so many trades and quotes. */
    public void publish(final Ingress ingress, final int events) {
        for (int i = 0; i < events; i++) {
            final long eventTimeNs = lap.eventTimeNs(next, lapNumber);
            if (eventTimeNs >= nextTickNs) {
                clockAdvanced(ingress, nextTickNs);
                nextTickNs = eventTimeNs - eventTimeNs % SECOND_NS + SECOND_NS;
            }
            final RingSlot slot = ingress.claim();
            final int length = lap.copy(next, lapNumber, slot.buffer());
            ingress.publish(length);
            if (++next == lap.shape().lapEvents()) {
                next = 0;
                lapNumber++;
            }
        }
    }

    private void clockAdvanced(final Ingress ingress, final long eventTimeNs) {
        final RingSlot slot = ingress.claim();
        clock.wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(eventTimeNs)
                .receiveTimeNs(eventTimeNs);
        ingress.publish(HEADER_BYTES + ClockAdvancedEncoder.BLOCK_LENGTH);
    }

    private void instrumentDefined(final Ingress ingress, final int id) {
        final RingSlot slot = ingress.claim();
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
        ingress.publish(HEADER_BYTES + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }

    private void feedStarted(final Ingress ingress, final int id) {
        final RingSlot slot = ingress.claim();
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
        ingress.publish(HEADER_BYTES + FeedStatusEncoder.BLOCK_LENGTH);
    }
}
