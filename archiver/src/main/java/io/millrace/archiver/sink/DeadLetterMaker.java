package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.archiver.database.SqlErrors;
import io.millrace.archiver.deadletter.DeadLetter;
import io.millrace.archiver.deadletter.DeadLetter.InstrumentInForce;
import io.millrace.archiver.sink.Refusals.Refusal;
import io.millrace.journal.codec.AlertDecoder;
import io.millrace.journal.codec.AlertRuleDecoder;
import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.FillDecoder;
import io.millrace.journal.codec.IndicatorValuesDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.OrderCommandDecoder;
import io.millrace.journal.codec.OrderEventDecoder;
import io.millrace.journal.codec.PositionChangedDecoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.SignalBlockedDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.codec.SignalOutcomeDecoder;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.tail.RecordHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Makes dead letters of refused records while the records of their transaction are read once more: the bytes, and what
 * the instrument meant there. The archiver's thread.
 */
public final class DeadLetterMaker implements RecordHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final Long2ObjectHashMap<Refusal> refusals = new Long2ObjectHashMap<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Dictionaries dictionaries;
    private final DefinitionReader definitions;

    /**
     * Makes letters of what was refused.
     *
     * @param dictionaries names in force before the first record that will be read; moves on with them
     */
    public DeadLetterMaker(Refusals refused, Dictionaries dictionaries) {
        refused.all().forEach(refusal -> refusals.put(refusal.sequence(), refusal));
        this.dictionaries = dictionaries;
        this.definitions = new DefinitionReader(dictionaries);
    }

    @Override
    public void onRecord(long sequence, int templateId, DirectBuffer buffer, int offset, int length) {
        RecordKind kind = RecordKind.of(templateId);
        definitions.apply(kind, buffer, offset);
        Refusal refusal = refusals.remove(sequence);
        if (refusal == null) {
            return;
        }
        byte[] record = new byte[length];
        buffer.getBytes(offset, record);
        letters.add(new DeadLetter(
                sequence,
                refusal.table(),
                templateId,
                record,
                instrumentOf(kind, sequence, buffer, offset),
                refusal.reason().getSQLState(),
                SqlErrors.describe(refusal.reason())));
    }

    /** The letters, in the order of the journal; each refused record must have been read. */
    public List<DeadLetter> letters() {
        if (!refusals.isEmpty()) {
            throw new IllegalStateException("refused, but not read again: " + refusals.keySet());
        }
        return letters;
    }

    private Optional<InstrumentInForce> instrumentOf(RecordKind kind, long sequence, DirectBuffer buffer, int offset) {
        int id = switch (kind) {
            case TRADE ->
                new TradeDecoder().wrapAndApplyHeader(buffer, offset, header).instrumentId();
            case QUOTE ->
                new QuoteDecoder().wrapAndApplyHeader(buffer, offset, header).instrumentId();
            case BAR_CLOSED ->
                new BarClosedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .instrumentId();
            case INDICATOR_VALUES ->
                new IndicatorValuesDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .instrumentId();
            case SIGNAL ->
                new SignalDecoder().wrapAndApplyHeader(buffer, offset, header).instrumentId();
            case SIGNAL_BLOCKED ->
                new SignalBlockedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .instrumentId();
            case SIGNAL_OUTCOME ->
                new SignalOutcomeDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .instrumentId();
            case ORDER_COMMAND ->
                new OrderCommandDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .instrumentId();
            case ORDER_EVENT ->
                new OrderEventDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .instrumentId();
            case FILL ->
                new FillDecoder().wrapAndApplyHeader(buffer, offset, header).instrumentId();
            case POSITION_CHANGED ->
                new PositionChangedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .instrumentId();
            case ALERT_RULE ->
                new AlertRuleDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .instrumentId();
            case ALERT ->
                new AlertDecoder().wrapAndApplyHeader(buffer, offset, header).instrumentId();
            default -> 0;
        };
        if (id == 0) {
            return Optional.empty();
        }
        Instrument found = dictionaries.instrument(id, sequence);
        return Optional.of(new InstrumentInForce(
                id,
                new String(found.symbol(), UTF_8),
                found.baseAsset(),
                found.priceExponent(),
                found.quantityExponent()));
    }
}
