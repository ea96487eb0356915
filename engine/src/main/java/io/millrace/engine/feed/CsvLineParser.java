package io.millrace.engine.feed;

import io.millrace.engine.feed.text.CsvFields;
import io.millrace.engine.input.FeedEvent;

/**
 * What the CSV formats share: splitting a line, the number of its fields, the verdict.
 *
 * <p>Feed thread; no allocation after construction.
 */
abstract class CsvLineParser implements LineParser {

    private final int minimumFields;
    private final int maximumFields;

    /** Bounds of the fields of the line at hand. */
    final CsvFields csv = new CsvFields();

    /** Reads numbers and gathers reasons against the line at hand. */
    final EventFields fields;

    CsvLineParser(EventFields fields, int minimumFields, int maximumFields) {
        this.fields = fields;
        this.minimumFields = minimumFields;
        this.maximumFields = maximumFields;
    }

    @Override
    public final Outcome parse(byte[] buffer, int start, int end, FeedEvent event) {
        int count = csv.split(buffer, start, end);
        if (count < minimumFields || count > maximumFields) {
            return RejectReason.MALFORMED_LINE;
        }
        fields.clear();
        fill(buffer, event);
        return fields.outcome();
    }

    /** Reads the fields into the event; anything wrong goes to {@link #fields}. */
    abstract void fill(byte[] buffer, FeedEvent event);
}
