package io.millrace.tools.view;

import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Names for the numbers in records that come from somewhere else than the journal: reads the journal up to each of them. One
 * thread; without a journal the numbers stay.
 */
public final class FollowedNames implements AutoCloseable {
    private final Path journalDirectory;
    private final RecordView view = new RecordView();
    private JournalTailer tailer;

    /** Names from a journal, which may not be there yet. */
    public FollowedNames(Path journalDirectory) {
        this.journalDirectory = journalDirectory;
        readTo(Long.MAX_VALUE);
    }

    /** True when there is a journal. */
    public boolean known() {
        return tailer != null;
    }

    /** The record as {@link RecordView} shows it, named as of its sequence. */
    public Map<String, Object> of(long sequence, int templateId, DirectBuffer buffer, int offset) {
        readTo(sequence);
        return view.of(sequence, templateId, buffer, offset);
    }

    private void readTo(long sequence) {
        if (tailer == null && Files.isDirectory(journalDirectory)) {
            tailer = JournalTailer.open(journalDirectory);
            view.learn(tailer.extent());
        }
        boolean more = tailer != null;
        while (more && tailer.position().sequence() < sequence) {
            more = tailer.poll(batch ->
                    batch.forEach((each, templateId, buffer, offset, length) -> view.pass(templateId, buffer, offset)));
        }
    }

    @Override
    public void close() {
        if (tailer != null) {
            tailer.close();
        }
    }
}
