package io.millrace.archiver.verify;

import io.millrace.journal.record.RecordKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * Records that the archive lacks because a table refused them: they must be kept whole among the dead letters. One thread.
 */
final class DeadLetterComparison {
    private final ArchivedRows letters;
    private long count;
    private String first;

    DeadLetterComparison(Connection connection, int engineId) {
        letters = new ArchivedRows(
                connection, engineId, "dead_letters", "0", "target_table", "template_id", "kind", "record", "message");
    }

    ArchivedRows rows() {
        return letters;
    }

    /** Takes the record if it is a dead letter; false where its row must be in its table. */
    boolean take(long sequence, RecordKind kind, DirectBuffer buffer, int offset, int length) throws SQLException {
        if (!letters.isAt(sequence)) {
            return false;
        }
        letters.startRow(sequence, 0);
        String table = letters.takeText();
        if (!tableOf(kind).equals(table)) {
            throw letters.different(tableOf(kind), table);
        }
        letters.expect(kind.templateId());
        letters.expect(kind.label());
        byte[] record = new byte[length];
        buffer.getBytes(offset, record);
        if (!Arrays.equals(record, letters.takeBytes())) {
            throw letters.different("other bytes", "bytes that are not the record's");
        }
        if (first == null) {
            first = table + ": the row of sequence " + sequence + " is a dead letter: " + letters.takeText();
        } else {
            letters.takeText();
        }
        letters.endRow();
        count++;
        return true;
    }

    /** Records before a sequence that are dead letters. */
    static Set<Long> sequencesBefore(Connection connection, int engineId, long firstSequence) throws SQLException {
        Set<Long> sequences = new HashSet<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT sequence FROM dead_letters WHERE engine_id = ? AND sequence < ?")) {
            statement.setInt(1, engineId);
            statement.setLong(2, firstSequence);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sequences.add(row.getLong(1));
                }
            }
        }
        return sequences;
    }

    /** Number of dead letters so far. */
    long count() {
        return count;
    }

    /** Names the first dead letter. */
    Optional<String> first() {
        return Optional.ofNullable(first);
    }

    /** Where a record's rows belong; "none" for kinds without a row, which no table can refuse. */
    private static String tableOf(RecordKind kind) {
        return switch (kind) {
            case INSTRUMENT_DEFINED -> "instruments";
            case TRADE, QUOTE -> "ticks";
            case BAR_CLOSED -> "prices";
            case INDICATOR_VALUES -> "computed_indicators";
            case SIGNAL -> "trading_signals";
            case SIGNAL_BLOCKED -> "blocked_signals";
            case FEED_STATUS -> "feed_events";
            case ENGINE_STARTED, ENGINE_STOPPED, CHECKPOINT, CONFIG_CHANGED -> "engine_events";
            case INDICATOR_DEFINED -> "indicator_definitions";
            case RULE_DEFINED -> "rule_definitions";
            case NEWS -> "articles";
            case SENTIMENT -> "sentiment_scores";
            case MARKET_EVENT -> "events";
            case SIGNAL_OUTCOME -> "signal_outcomes";
            case ORDER_COMMAND -> "order_commands";
            case ORDER_EVENT -> "order_events";
            case FILL -> "fills";
            case POSITION_CHANGED -> "position_changes";
            case ALERT_RULE -> "alert_rule_changes";
            case ALERT -> "alerts";
            default -> "none";
        };
    }
}
