package io.millrace.engine.feed;

import io.millrace.engine.feed.text.Ascii;
import io.millrace.engine.feed.text.TimeParser;
import io.millrace.engine.input.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Bars in columns that the options name. Rows come out in the order of the file.
 *
 * <p>Feed thread; no allocation after construction unless the time parser does.
 */
final class OhlcvParser extends CsvLineParser {

    private final int[] columns;
    private final TimeParser times;
    private final long intervalNs;
    private final boolean timeIsClose;
    private final byte[] lowerCaseSymbol;

    /**
     * @param columns position of each {@link OhlcvColumn}, -1 for one that is not there
     * @param timeIsClose whether the time of a row is the end of its bar
     */
    OhlcvParser(
            EventFields fields,
            int minimumFields,
            int maximumFields,
            int[] columns,
            TimeParser times,
            long intervalNs,
            boolean timeIsClose,
            String symbol) {
        super(fields, minimumFields, maximumFields);
        this.columns = columns;
        this.times = times;
        this.intervalNs = intervalNs;
        this.timeIsClose = timeIsClose;
        this.lowerCaseSymbol = symbol.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    void fill(byte[] buffer, FeedEvent event) {
        if (has(OhlcvColumn.SYMBOL)
                && !Ascii.equalsIgnoreCase(
                        buffer, start(OhlcvColumn.SYMBOL), end(OhlcvColumn.SYMBOL), lowerCaseSymbol)) {
            fields.reject(RejectReason.UNKNOWN_SYMBOL);
            return;
        }
        event.open = price(buffer, OhlcvColumn.OPEN);
        event.high = price(buffer, OhlcvColumn.HIGH);
        event.low = price(buffer, OhlcvColumn.LOW);
        event.close = price(buffer, OhlcvColumn.CLOSE);
        event.volume = has(OhlcvColumn.VOLUME)
                ? fields.quantity(buffer, start(OhlcvColumn.VOLUME), end(OhlcvColumn.VOLUME))
                : 0;
        event.tradeCount = has(OhlcvColumn.COUNT)
                ? fields.tradeCount(buffer, start(OhlcvColumn.COUNT), end(OhlcvColumn.COUNT))
                : FeedEvent.NONE;
        long timeNs = fields.time(times.parseNs(buffer, start(OhlcvColumn.TIME), end(OhlcvColumn.TIME)));
        event.openTimeNs = timeIsClose ? timeNs - intervalNs : timeNs;
        event.intervalNs = intervalNs;
        long closeTimeNs = event.openTimeNs + intervalNs;
        if (event.openTimeNs < 0 || closeTimeNs < 0) {
            fields.reject(RejectReason.BAD_TIME);
        }
        fields.checkBar(event);
        event.begin(FeedEvent.Kind.BAR, closeTimeNs, 0, FeedEvent.NONE);
    }

    private boolean has(OhlcvColumn column) {
        return columns[column.ordinal()] >= 0;
    }

    private int start(OhlcvColumn column) {
        return csv.start(columns[column.ordinal()]);
    }

    private int end(OhlcvColumn column) {
        return csv.end(columns[column.ordinal()]);
    }

    private long price(byte[] buffer, OhlcvColumn column) {
        return fields.price(buffer, start(column), end(column));
    }
}
