package io.millrace.archiver.sink;

import io.millrace.journal.codec.IndicatorDefinedDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.RuleDefinedDecoder;
import io.millrace.journal.record.RecordKind;
import org.agrona.DirectBuffer;

/** Moves dictionaries on by records that define names, without a row of them. The archiver's thread. */
final class DefinitionReader {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDefinedDecoder instrument = new InstrumentDefinedDecoder();
    private final IndicatorDefinedDecoder indicator = new IndicatorDefinedDecoder();
    private final RuleDefinedDecoder rule = new RuleDefinedDecoder();
    private final Dictionaries dictionaries;

    DefinitionReader(Dictionaries dictionaries) {
        this.dictionaries = dictionaries;
    }

    /** Takes a record of any kind; those that define nothing change nothing. */
    void apply(RecordKind kind, DirectBuffer buffer, int offset) {
        switch (kind) {
            case INSTRUMENT_DEFINED -> {
                instrument.wrapAndApplyHeader(buffer, offset, header);
                int id = instrument.instrumentId();
                int priceExponent = instrument.priceExponent();
                int quantityExponent = instrument.quantityExponent();
                String symbol = instrument.symbol();
                dictionaries.define(id, symbol, instrument.baseAsset(), priceExponent, quantityExponent);
            }
            case INDICATOR_DEFINED -> {
                indicator.wrapAndApplyHeader(buffer, offset, header);
                String name = indicator.name();
                dictionaries.defineIndicator(indicator.indicatorId(), name, indicator.outputNames());
            }
            case RULE_DEFINED -> {
                rule.wrapAndApplyHeader(buffer, offset, header);
                String name = rule.name();
                dictionaries.defineRule(rule.ruleId(), name, rule.kind(), rule.operandNames());
            }
            default -> {
                // Defines nothing.
            }
        }
    }
}
