package io.millrace.engine.handler;

import io.millrace.engine.bar.BarState;
import io.millrace.engine.event.EventFrame;
import io.millrace.journal.codec.BarClosedEncoder;
import io.millrace.journal.codec.BarSource;
import io.millrace.journal.codec.ExternalBarDecoder;
import io.millrace.journal.codec.MessageHeaderEncoder;

/**
 * Writes BarClosed records.
 *
 * <p>Engine thread; no allocation.
 */
final class BarClosedWriter {
    private static final int RECORD_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + BarClosedEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BarClosedEncoder encoder = new BarClosedEncoder();

    /** Writes the last closed bar of a slice. */
    void write(final EventFrame frame, final BarState bar, final int instrumentId, final long intervalNs) {
        final boolean external = (bar.lastFlags() & BarState.EXTERNAL) != 0;
        begin(frame, instrumentId, external ? BarSource.EXTERNAL : BarSource.TRADES)
                .volumeSaturated((short) ((bar.lastFlags() & BarState.SATURATED) != 0 ? 1 : 0))
                .reserved(0)
                .intervalNs(intervalNs)
                .openTimeNs(bar.lastOpenTimeNs())
                .openPrice(bar.lastOpen())
                .highPrice(bar.lastHigh())
                .lowPrice(bar.lastLow())
                .closePrice(bar.lastClose())
                .volume(bar.lastVolume())
                .tradeCount(bar.lastCount());
        frame.output().end();
    }

    /** Writes a venue's bar as it came. */
    void write(final EventFrame frame, final ExternalBarDecoder bar) {
        begin(frame, bar.instrumentId(), BarSource.EXTERNAL)
                .volumeSaturated((short) 0)
                .reserved(0)
                .intervalNs(bar.intervalNs())
                .openTimeNs(bar.openTimeNs())
                .openPrice(bar.openPrice())
                .highPrice(bar.highPrice())
                .lowPrice(bar.lowPrice())
                .closePrice(bar.closePrice())
                .volume(bar.volume())
                .tradeCount(Math.max(0, bar.tradeCount()));
        frame.output().end();
    }

    private BarClosedEncoder begin(final EventFrame frame, final int instrumentId, final BarSource source) {
        final int offset = frame.output().begin(RECORD_BYTES);
        return encoder.wrapAndApplyHeader(frame.output().buffer(), offset, header)
                .eventTimeNs(frame.eventTimeNs())
                .instrumentId(instrumentId)
                .source(source);
    }
}
