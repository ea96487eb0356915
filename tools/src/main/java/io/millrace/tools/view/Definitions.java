package io.millrace.tools.view;

import io.millrace.journal.codec.IndicatorDefinedDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.RuleDefinedDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * What the numbers in a journal stand for, learnt from the records that define them; a later definition replaces an earlier
 * one. One thread.
 */
public final class Definitions {
    /** An instrument. */
    public record Instrument(
            int id,
            String symbol,
            String venue,
            String baseAsset,
            String quoteAsset,
            int priceExponent,
            int quantityExponent) {}

    /** An indicator and the names of its outputs. */
    public record Indicator(int id, String name, String kind, long intervalNs, List<String> outputs) {}

    /** A rule and the names of its operands. */
    public record Rule(int id, String name, String kind, long intervalNs, List<String> operands) {}

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDefinedDecoder instrument = new InstrumentDefinedDecoder();
    private final IndicatorDefinedDecoder indicator = new IndicatorDefinedDecoder();
    private final RuleDefinedDecoder rule = new RuleDefinedDecoder();

    private final Map<Integer, Instrument> instruments = new HashMap<>();
    private final Map<Integer, Indicator> indicators = new HashMap<>();
    private final Map<Integer, Rule> rules = new HashMap<>();

    /** Learns from a record if it defines something; passes over all others. */
    public void learn(int templateId, DirectBuffer buffer, int offset) {
        switch (templateId) {
            case InstrumentDefinedDecoder.TEMPLATE_ID -> learnInstrument(buffer, offset);
            case IndicatorDefinedDecoder.TEMPLATE_ID -> learnIndicator(buffer, offset);
            case RuleDefinedDecoder.TEMPLATE_ID -> learnRule(buffer, offset);
            default -> {
                // Not a definition.
            }
        }
    }

    private void learnInstrument(DirectBuffer buffer, int offset) {
        instrument.wrapAndApplyHeader(buffer, offset, header);
        instruments.put(
                instrument.instrumentId(),
                new Instrument(
                        instrument.instrumentId(),
                        instrument.symbol(),
                        instrument.venue(),
                        instrument.baseAsset(),
                        instrument.quoteAsset(),
                        instrument.priceExponent(),
                        instrument.quantityExponent()));
    }

    private void learnIndicator(DirectBuffer buffer, int offset) {
        indicator.wrapAndApplyHeader(buffer, offset, header);
        indicators.put(
                indicator.indicatorId(),
                new Indicator(
                        indicator.indicatorId(),
                        indicator.name(),
                        indicator.kind(),
                        indicator.intervalNs(),
                        names(indicator.outputNames())));
    }

    private void learnRule(DirectBuffer buffer, int offset) {
        rule.wrapAndApplyHeader(buffer, offset, header);
        rules.put(
                rule.ruleId(),
                new Rule(rule.ruleId(), rule.name(), rule.kind(), rule.intervalNs(), names(rule.operandNames())));
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }

    /** The instrument of a number; a nameless one with exponent 0 where the journal has not defined it. */
    public Instrument instrument(int id) {
        Instrument known = instruments.get(id);
        return known == null ? new Instrument(id, "#" + id, "", "", "", 0, 0) : known;
    }

    public Indicator indicator(int id) {
        Indicator known = indicators.get(id);
        return known == null ? new Indicator(id, "#" + id, "", 0, List.of()) : known;
    }

    public Rule rule(int id) {
        Rule known = rules.get(id);
        return known == null ? new Rule(id, "#" + id, "", 0, List.of()) : known;
    }

    /** All instruments by number. */
    public List<Instrument> instruments() {
        return instruments.values().stream()
                .sorted((a, b) -> Integer.compare(a.id(), b.id()))
                .toList();
    }
}
