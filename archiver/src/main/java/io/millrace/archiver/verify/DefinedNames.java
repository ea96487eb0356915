package io.millrace.archiver.verify;

import io.millrace.journal.codec.IndicatorDefinedDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.RuleDefinedDecoder;
import org.agrona.collections.Int2ObjectHashMap;

/** What the journal's definitions say, as of the record read last. One thread. */
final class DefinedNames {
    /** An instrument's definition in force. */
    record DefinedInstrument(
            long sequence,
            long eventTimeNs,
            long receiveTimeNs,
            String symbol,
            String venue,
            String baseAsset,
            String quoteAsset,
            int priceExponent,
            int quantityExponent) {}

    /** An indicator's definition in force. */
    record DefinedIndicator(String name, String[] outputs) {}

    /** A rule's definition in force. */
    record DefinedRule(String name, String kind, String operandNames) {}

    private final Int2ObjectHashMap<DefinedInstrument> instruments = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<DefinedInstrument> storedInstruments = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<DefinedIndicator> indicators = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<DefinedRule> rules = new Int2ObjectHashMap<>();

    /**
     * Takes an instrument's definition.
     *
     * @param stored false where the table refused it: names count, its row must not be there
     */
    void put(long sequence, InstrumentDefinedDecoder record, boolean stored) {
        DefinedInstrument defined = new DefinedInstrument(
                sequence,
                record.eventTimeNs(),
                record.receiveTimeNs(),
                record.symbol(),
                record.venue(),
                record.baseAsset(),
                record.quoteAsset(),
                record.priceExponent(),
                record.quantityExponent());
        instruments.put(record.instrumentId(), defined);
        if (stored) {
            storedInstruments.put(record.instrumentId(), defined);
        }
    }

    void put(IndicatorDefinedDecoder record, String outputNames) {
        indicators.put(record.indicatorId(), new DefinedIndicator(record.name(), outputNames.split(",", -1)));
    }

    void put(RuleDefinedDecoder record, String operandNames) {
        rules.put(record.ruleId(), new DefinedRule(record.name(), record.kind(), operandNames));
    }

    /** The definitions whose rows the table must hold. */
    Int2ObjectHashMap<DefinedInstrument> storedInstruments() {
        return storedInstruments;
    }

    DefinedInstrument instrument(int id, long sequence) {
        return require(instruments.get(id), "instrument", id, sequence);
    }

    DefinedIndicator indicator(int id, long sequence) {
        return require(indicators.get(id), "indicator", id, sequence);
    }

    DefinedRule rule(int id, long sequence) {
        return require(rules.get(id), "rule", id, sequence);
    }

    private static <T> T require(T found, String what, int id, long sequence) {
        if (found == null) {
            throw new Difference("journal: record " + sequence + " names " + what + " " + id
                    + ", which no record before it defines");
        }
        return found;
    }
}
