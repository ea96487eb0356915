package io.millrace.tools.view;

import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * What is worth telling about a journal: its newest signals, bars by length, gaps of its feeds. One thread; reads the journal
 * from its start in constant memory.
 */
public final class JournalHighlights {
    private final int signalLimit;
    private final RecordView view = new RecordView();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FeedStatusDecoder status = new FeedStatusDecoder();
    private final BarClosedDecoder bar = new BarClosedDecoder();
    private final Deque<Map<String, Object>> newestSignals = new ArrayDeque<>();
    private final Map<Long, Long> barsByIntervalNs = new TreeMap<>();
    private long signals;
    private long gaps;
    private long missing;

    private JournalHighlights(int signalLimit) {
        this.signalLimit = signalLimit;
    }

    /**
     * Reads a journal.
     *
     * @param signalLimit so many of the newest signals are kept
     */
    public static JournalHighlights of(Path journalDirectory, int signalLimit) {
        JournalHighlights highlights = new JournalHighlights(signalLimit);
        try (JournalTailer tailer = JournalTailer.open(journalDirectory)) {
            highlights.view.learn(tailer.extent());
            boolean more = true;
            while (more) {
                more = tailer.poll(batch -> batch.forEach(highlights::onRecord));
            }
        }
        return highlights;
    }

    private void onRecord(long sequence, int templateId, DirectBuffer buffer, int offset, int length) {
        switch (templateId) {
            case SignalDecoder.TEMPLATE_ID -> {
                signals++;
                if (newestSignals.size() == signalLimit) {
                    newestSignals.removeFirst();
                }
                newestSignals.addLast(view.of(sequence, templateId, buffer, offset));
            }
            case BarClosedDecoder.TEMPLATE_ID -> {
                bar.wrapAndApplyHeader(buffer, offset, header);
                barsByIntervalNs.merge(bar.intervalNs(), 1L, Long::sum);
            }
            case FeedStatusDecoder.TEMPLATE_ID -> {
                status.wrapAndApplyHeader(buffer, offset, header);
                if (status.state() == FeedState.GAP) {
                    gaps++;
                    missing += status.count();
                }
            }
            default -> view.pass(templateId, buffer, offset);
        }
    }

    /** The newest signals, oldest of them first, as {@link RecordView} shows them. */
    public List<Map<String, Object>> newestSignals() {
        return List.copyOf(newestSignals);
    }

    /** All signals. */
    public long signals() {
        return signals;
    }

    /** Bars by their length, such as {@code 1m}, shortest first. */
    public Map<String, Long> barsByInterval() {
        Map<String, Long> bars = new LinkedHashMap<>();
        barsByIntervalNs.forEach((intervalNs, count) -> bars.put(Fields.interval(intervalNs), count));
        return bars;
    }

    /** Places where ids of a feed were missing. */
    public long gaps() {
        return gaps;
    }

    /** Ids that were missing in all gaps. */
    public long missingEvents() {
        return missing;
    }
}
