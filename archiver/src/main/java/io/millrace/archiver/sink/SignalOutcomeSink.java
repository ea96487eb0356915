package io.millrace.archiver.sink;

import io.millrace.journal.codec.SignalOutcomeDecoder;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** Outcomes of signals into {@code signal_outcomes}, the one in force into {@code trading_signals}. The archiver's thread; allocates texts. */
final class SignalOutcomeSink extends TableSink {
    private static final String IN_FORCE = """
            UPDATE trading_signals s
            SET outcome_sequence = o.sequence, result = o.result, profit_loss = o.profit_loss, exit_price = o.exit_price,
                closed_at = o.closed_at, closed_time_ns = o.closed_time_ns
            FROM (SELECT DISTINCT ON (signal_sequence) *
                  FROM signal_outcomes
                  WHERE engine_id = ? AND sequence BETWEEN ? AND ?
                  ORDER BY signal_sequence, sequence DESC) o
            WHERE s.engine_id = o.engine_id AND s.sequence = o.signal_sequence
              AND (s.outcome_sequence IS NULL OR s.outcome_sequence < o.sequence)
            """;

    private final SignalOutcomeDecoder signalOutcome = new SignalOutcomeDecoder();

    SignalOutcomeSink(int engineId, Dictionaries dictionaries) {
        super(
                "signal_outcomes",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "receive_time_ns",
                "signal_sequence",
                "trade_id_hash",
                "instrument_id",
                "symbol",
                "result",
                "exit_price",
                "profit_loss",
                "closed_at",
                "closed_time_ns",
                "actor");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        signalOutcome.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = signalOutcome.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(signalOutcome.eventTimeNs());
        rows.putLong(signalOutcome.receiveTimeNs());
        rows.putLong(signalOutcome.signalSequence());
        putString(String.format(Locale.ROOT, "%08x", signalOutcome.tradeIdHash()));
        rows.putInt(instrumentId);
        rows.putText(instrument.symbol());
        putEnum(signalOutcome.result());
        putPriceOrNull(signalOutcome.exitPrice(), instrument);
        putMoney(signalOutcome.profitLoss());
        putTime(signalOutcome.closedTimeNs());
        putStringOrNull(signalOutcome.actor());
    }

    @Override
    String stateUpdate() {
        return IN_FORCE;
    }
}
