package io.millrace.engine.testing;

import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.tail.JournalTailer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The records of a journal, copied out. */
public final class JournalRecords {
    /** One record: SBE header and body. */
    public record JournalRecord(long sequence, RecordKind kind, UnsafeBuffer buffer) {
        public TradeDecoder trade() {
            return new TradeDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
        }

        public BarClosedDecoder barClosed() {
            return new BarClosedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
        }
    }

    private JournalRecords() {}

    /** All records of a data directory's journal. */
    public static List<JournalRecord> of(final Path data) {
        final List<JournalRecord> records = new ArrayList<>();
        try (JournalTailer tailer = JournalTailer.open(Runs.journal(data))) {
            boolean more = true;
            while (more) {
                more = tailer.poll(batch -> batch.forEach((sequence, templateId, buffer, offset, length) -> {
                    final UnsafeBuffer copy = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
                    copy.putBytes(0, buffer, offset, length);
                    records.add(new JournalRecord(sequence, RecordKind.of(templateId), copy));
                }));
            }
        }
        return records;
    }

    /** Those of one kind. */
    public static List<JournalRecord> of(final Path data, final RecordKind kind) {
        return of(data).stream().filter(record -> record.kind() == kind).toList();
    }
}
