package io.millrace.engine.feed;

import io.millrace.engine.feed.text.CsvFields;
import io.millrace.journal.record.Decimals;
import java.util.List;

/** The first line of a CSV file, looked at for a header. Used when a feed is opened. */
final class FirstLine {

    private final List<String> texts;
    private final boolean looksLikeHeader;

    private FirstLine(List<String> texts, boolean looksLikeHeader) {
        this.texts = texts;
        this.looksLikeHeader = looksLikeHeader;
    }

    /** A file without a first line to look at. */
    static FirstLine none() {
        return new FirstLine(List.of(), false);
    }

    static FirstLine of(byte[] buffer, int start, int end) {
        CsvFields fields = new CsvFields();
        if (fields.split(buffer, start, end) < 0) {
            return none();
        }
        boolean anyNumber = false;
        for (int i = 0; i < fields.count(); i++) {
            long parsed = Decimals.parse(buffer, fields.start(i), fields.end(i) - fields.start(i), 0);
            anyNumber |= parsed != Decimals.MALFORMED;
        }
        return new FirstLine(fields.texts(buffer), !anyNumber);
    }

    int fieldCount() {
        return texts.size();
    }

    List<String> texts() {
        return texts;
    }

    /** Whether no field is a number; a row of data has several even when some are damaged. */
    boolean looksLikeHeader() {
        return looksLikeHeader;
    }
}
