package io.millrace.engine.event;

import io.millrace.journal.codec.ExternalBarDecoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.record.Records;
import org.agrona.DirectBuffer;

/**
 * One input on its way through the handlers, with what they tell each other about it.
 *
 * <p>Engine thread; made once. Handlers run in a fixed order and know only the frame: bars note which bars closed,
 * indicators and rules read that list. Nothing here says how the handlers are put on threads.
 */
public final class EventFrame {
    private final TradeDecoder trade = new TradeDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final ExternalBarDecoder externalBar = new ExternalBarDecoder();
    private final int[] closedInstrumentIds;
    private final int[] closedIntervals;

    private DirectBuffer buffer;
    private int offset;
    private int length;
    private int templateId;
    private long eventTimeNs;
    private OutputSink output;
    private boolean late;
    private int closedCount;

    /**
     * A frame for inputs that close at most this many bars each.
     *
     * @param maxClosedBars instruments times intervals
     */
    public EventFrame(final int maxClosedBars) {
        closedInstrumentIds = new int[maxClosedBars];
        closedIntervals = new int[maxClosedBars];
    }

    /** Points the frame at an input record. */
    public EventFrame wrap(
            final DirectBuffer input, final int inputOffset, final int inputLength, final OutputSink sink) {
        buffer = input;
        offset = inputOffset;
        length = inputLength;
        templateId = Records.templateId(input, inputOffset);
        eventTimeNs = Records.eventTimeNs(input, inputOffset);
        output = sink;
        late = false;
        closedCount = 0;
        decode();
        return this;
    }

    /** Market events are decoded once for all handlers; the rest is rare. */
    private void decode() {
        final int body = offset + Records.HEADER_BYTES;
        final int blockLength = Records.blockLength(buffer, offset);
        final int version = Records.schemaVersion(buffer, offset);
        switch (templateId) {
            case TradeDecoder.TEMPLATE_ID -> trade.wrap(buffer, body, blockLength, version);
            case QuoteDecoder.TEMPLATE_ID -> quote.wrap(buffer, body, blockLength, version);
            case ExternalBarDecoder.TEMPLATE_ID -> externalBar.wrap(buffer, body, blockLength, version);
            default -> {}
        }
    }

    /** The input, when its template id says that it is a trade. */
    public TradeDecoder trade() {
        return trade;
    }

    /** The input, when its template id says that it is a quote. */
    public QuoteDecoder quote() {
        return quote;
    }

    /** The input, when its template id says that it is a venue's bar. */
    public ExternalBarDecoder externalBar() {
        return externalBar;
    }

    /** Memory of the input record. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Offset of its SBE header. */
    public int offset() {
        return offset;
    }

    /** Bytes of its SBE header and body. */
    public int length() {
        return length;
    }

    /** Its template id. */
    public int templateId() {
        return templateId;
    }

    /** Its event time, ns since the epoch. */
    public long eventTimeNs() {
        return eventTimeNs;
    }

    /** Where outputs go. */
    public OutputSink output() {
        return output;
    }

    /** True when the input is older than what its stream has already brought. */
    public boolean late() {
        return late;
    }

    /** Marks the input as older than what its stream has already brought. */
    public void markLate() {
        late = true;
    }

    /** Notes that a bar of an instrument has closed. */
    public void barClosed(final int instrumentId, final int interval) {
        closedInstrumentIds[closedCount] = instrumentId;
        closedIntervals[closedCount] = interval;
        closedCount++;
    }

    /** Bars that this input has closed. */
    public int closedCount() {
        return closedCount;
    }

    /** Instrument of a closed bar. */
    public int closedInstrumentId(final int index) {
        return closedInstrumentIds[index];
    }

    /** Index of the interval of a closed bar in the configuration. */
    public int closedInterval(final int index) {
        return closedIntervals[index];
    }
}
