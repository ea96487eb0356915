package io.millrace.engine.testing;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.event.EventFrame;
import io.millrace.engine.event.OutputSink;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.ExternalBarEncoder;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.QuoteEncoder;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The handlers over a state in memory, without ring and journal; outputs as one line of text each. */
public final class ChainHarness implements OutputSink {
    private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

    private final EngineState state;
    private final HandlerChain chain;
    private final EventFrame frame;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer input = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 10));
    private final UnsafeBuffer output = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16));
    private final List<String> outputs = new ArrayList<>();
    private long duplicates;

    public ChainHarness(final EngineConfig config) {
        final StateLayout layout = new StateLayout(config);
        state = new EngineState(new MemoryStateStore(layout.blockBytes()), layout, config.state());
        chain = new HandlerChain(config, state);
        frame = HandlerChain.newFrame(config);
    }

    public EngineState state() {
        return state;
    }

    /** Outputs since the last call: BarClosed and FeedStatus in full, others by their name. */
    public List<String> takeOutputs() {
        final List<String> taken = List.copyOf(outputs);
        outputs.clear();
        return taken;
    }

    public long duplicates() {
        return duplicates;
    }

    public void define(final int instrumentId, final String symbol) {
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(input, 0, header)
                .eventTimeNs(0)
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .priceExponent((byte) -2)
                .quantityExponent((byte) 0)
                .symbol(symbol)
                .venue("TEST")
                .baseAsset(symbol)
                .quoteAsset("");
        offer(HEADER_BYTES + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }

    public void start(final int feedId, final long fingerprint) {
        new FeedStatusEncoder()
                        .wrapAndApplyHeader(input, 0, header)
                        .eventTimeNs(0)
                        .receiveTimeNs(0)
                        .instrumentId(0)
                        .feedId(feedId)
                        .state(FeedState.STARTED)
                        .origin(FeedOrigin.FEED)
                        .stream(StreamKind.NONE)
                        .feedPosition(0)
                        .fingerprint(fingerprint);
        offer(HEADER_BYTES + FeedStatusEncoder.BLOCK_LENGTH);
    }

    public void clock(final long timeNs) {
        new ClockAdvancedEncoder()
                .wrapAndApplyHeader(input, 0, header)
                .eventTimeNs(timeNs)
                .receiveTimeNs(0);
        offer(HEADER_BYTES + ClockAdvancedEncoder.BLOCK_LENGTH);
    }

    public void event(final MarketEvent event, final int instrumentId, final int feedId, final long position) {
        switch (event.kind()) {
            case TRADE -> trade(event, instrumentId, feedId, position);
            case QUOTE -> quote(event, instrumentId, feedId, position);
            case BAR -> bar(event, instrumentId, feedId, position);
        }
    }

    private void trade(final MarketEvent event, final int instrumentId, final int feedId, final long position) {
        new TradeEncoder()
                .wrapAndApplyHeader(input, 0, header)
                .eventTimeNs(event.eventTimeNs())
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .feedId(feedId)
                .aggressor(Aggressor.UNKNOWN)
                .suspicious((short) 0)
                .feedPosition(position)
                .venueTradeId(event.venueId())
                .price(event.price())
                .quantity(event.quantity())
                .conditions(0)
                .venueCode(0);
        offer(HEADER_BYTES + TradeEncoder.BLOCK_LENGTH);
    }

    private void quote(final MarketEvent event, final int instrumentId, final int feedId, final long position) {
        new QuoteEncoder()
                .wrapAndApplyHeader(input, 0, header)
                .eventTimeNs(event.eventTimeNs())
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .feedId(feedId)
                .feedPosition(position)
                .venueUpdateId(event.venueId())
                .bidPrice(event.price())
                .bidQuantity(event.quantity())
                .askPrice(event.askPrice())
                .askQuantity(event.quantity())
                .conditions(0)
                .venueCode(0);
        offer(HEADER_BYTES + QuoteEncoder.BLOCK_LENGTH);
    }

    private void bar(final MarketEvent event, final int instrumentId, final int feedId, final long position) {
        new ExternalBarEncoder()
                .wrapAndApplyHeader(input, 0, header)
                .eventTimeNs(event.eventTimeNs())
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .feedId(feedId)
                .feedPosition(position)
                .openTimeNs(event.openTimeNs())
                .intervalNs(event.intervalNs())
                .openPrice(event.price())
                .highPrice(event.high())
                .lowPrice(event.low())
                .closePrice(event.price())
                .volume(event.quantity())
                .tradeCount(-1);
        offer(HEADER_BYTES + ExternalBarEncoder.BLOCK_LENGTH);
    }

    private void offer(final int length) {
        frame.wrap(input, 0, length, this);
        if (chain.isDuplicate(frame)) {
            duplicates++;
        } else {
            chain.onInput(frame);
        }
    }

    @Override
    public int begin(final int length) {
        return 0;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return output;
    }

    @Override
    public void end() {
        outputs.add(text());
    }

    private String text() {
        final RecordKind kind = RecordKind.of(Records.templateId(output, 0));
        if (kind == RecordKind.BAR_CLOSED) {
            final BarClosedDecoder bar =
                    new BarClosedDecoder().wrapAndApplyHeader(output, 0, new MessageHeaderDecoder());
            return String.join(
                    " ",
                    "bar",
                    "at=" + bar.eventTimeNs(),
                    "instrument=" + bar.instrumentId(),
                    bar.source().name(),
                    "interval=" + bar.intervalNs(),
                    "open=" + bar.openTimeNs(),
                    bar.openPrice() + "/" + bar.highPrice() + "/" + bar.lowPrice() + "/" + bar.closePrice(),
                    "volume=" + bar.volume() + (bar.volumeSaturated() == 1 ? " saturated" : ""),
                    "count=" + bar.tradeCount());
        }
        if (kind == RecordKind.FEED_STATUS) {
            final FeedStatusDecoder status =
                    new FeedStatusDecoder().wrapAndApplyHeader(output, 0, new MessageHeaderDecoder());
            return String.join(
                    " ",
                    "status",
                    "at=" + status.eventTimeNs(),
                    "instrument=" + status.instrumentId(),
                    "feed=" + status.feedId(),
                    status.state().name(),
                    status.origin().name(),
                    status.stream().name(),
                    "expected=" + status.expected(),
                    "actual=" + status.actual(),
                    "count=" + status.count());
        }
        return String.valueOf(kind);
    }
}
