package io.millrace.journal.testing;

import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.AlertCondition;
import io.millrace.journal.codec.AlertEncoder;
import io.millrace.journal.codec.AlertRequest;
import io.millrace.journal.codec.AlertRuleEncoder;
import io.millrace.journal.codec.FillEncoder;
import io.millrace.journal.codec.Liquidity;
import io.millrace.journal.codec.MarketEventEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.NewsEncoder;
import io.millrace.journal.codec.OrderCommandEncoder;
import io.millrace.journal.codec.OrderEventEncoder;
import io.millrace.journal.codec.OrderReason;
import io.millrace.journal.codec.OrderRequest;
import io.millrace.journal.codec.OrderStatus;
import io.millrace.journal.codec.OrderType;
import io.millrace.journal.codec.OutcomeResult;
import io.millrace.journal.codec.PositionChangedEncoder;
import io.millrace.journal.codec.SentimentEncoder;
import io.millrace.journal.codec.Severity;
import io.millrace.journal.codec.SignalOutcomeEncoder;
import io.millrace.journal.codec.TimeInForce;
import org.agrona.MutableDirectBuffer;

/**
 * Encodes the records that no feed or handler makes yet: articles and what is found in them, commands, orders, fills,
 * positions, alerts. Every method writes at offset 0 and returns the bytes of SBE header and body. One thread.
 *
 * <p>Prices and quantities are mantissas, money has eight decimals, times are ns since the epoch.
 */
public final class SampleEvents {
    private static final int FEED_ID = 9;
    private static final long RECEIVE_DELAY_NS = 1_500;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MutableDirectBuffer buffer;

    /** Encodes into a buffer that is large enough for the longest text. */
    public SampleEvents(MutableDirectBuffer buffer) {
        this.buffer = buffer;
    }

    /** An order as its commands and events tell of it; {@code price} and {@code stopPrice} are 0 where there is none. */
    public record Order(
            long orderId,
            long signalSequence,
            int instrumentId,
            OrderType type,
            Action side,
            TimeInForce timeInForce,
            long quantity,
            long price,
            long stopPrice) {}

    /** A revision of an article; symbols one per line. */
    public int news(
            long sequence,
            long availableNs,
            long articleHash,
            int revision,
            String symbols,
            String title,
            String text) {
        NewsEncoder news = new NewsEncoder().wrapAndApplyHeader(buffer, 0, header);
        news.sequence(sequence)
                .eventTimeNs(availableNs)
                .receiveTimeNs(availableNs + RECEIVE_DELAY_NS)
                .articleHash(articleHash)
                .publishedTimeNs(availableNs - 30_000_000_001L)
                .availableTimeNs(availableNs)
                .feedPosition(sequence)
                .feedId(FEED_ID)
                .revision(revision)
                .reserved(0)
                .source(articleHash % 2 == 0 ? "wire" : "Exchange News")
                .externalId(articleHash % 2 == 0 ? "" : "urn:article:" + articleHash)
                .symbols(symbols)
                .title(title)
                .content(text);
        return length(news.encodedLength());
    }

    /** A score of an article; keywords one per line. */
    public int sentiment(
            long sequence,
            long availableNs,
            long articleSequence,
            long articleHash,
            double score,
            double confidence,
            String positive,
            String negative) {
        SentimentEncoder sentiment = new SentimentEncoder().wrapAndApplyHeader(buffer, 0, header);
        sentiment
                .sequence(sequence)
                .eventTimeNs(availableNs)
                .receiveTimeNs(availableNs + RECEIVE_DELAY_NS)
                .articleSequence(articleSequence)
                .articleHash(articleHash)
                .availableTimeNs(availableNs)
                .score(score)
                .confidence(confidence)
                .analyzer("lexicon-1")
                .positiveKeywords(positive)
                .negativeKeywords(negative);
        return length(sentiment.encodedLength());
    }

    /** An event found in an article; keywords one per line. */
    public int marketEvent(
            long sequence,
            long availableNs,
            long articleSequence,
            long articleHash,
            Severity severity,
            String type,
            String keywords) {
        MarketEventEncoder event = new MarketEventEncoder().wrapAndApplyHeader(buffer, 0, header);
        event.sequence(sequence)
                .eventTimeNs(availableNs)
                .receiveTimeNs(availableNs + RECEIVE_DELAY_NS)
                .articleSequence(articleSequence)
                .articleHash(articleHash)
                .availableTimeNs(availableNs)
                .severity(severity)
                .reserved((short) 0)
                .reserved2(0)
                .reserved3(0)
                .eventType(type)
                .keywords(keywords);
        return length(event.encodedLength());
    }

    /** How a signal ended. */
    public int signalOutcome(
            long sequence,
            long timeNs,
            long signalSequence,
            long tradeIdHash,
            int instrumentId,
            OutcomeResult result,
            long exitPrice,
            long profitLoss) {
        SignalOutcomeEncoder outcome = new SignalOutcomeEncoder().wrapAndApplyHeader(buffer, 0, header);
        outcome.sequence(sequence)
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs + RECEIVE_DELAY_NS)
                .signalSequence(signalSequence)
                .closedTimeNs(timeNs - 1_001)
                .exitPrice(exitPrice)
                .profitLoss(profitLoss)
                .instrumentId(instrumentId)
                .tradeIdHash(tradeIdHash)
                .result(result)
                .reserved((short) 0)
                .reserved2(0)
                .reserved3(0)
                .actor(sequence % 2 == 0 ? "desk-1" : "");
        return length(outcome.encodedLength());
    }

    /** Asks for an order, for its change or its end. */
    public int orderCommand(long sequence, long timeNs, OrderRequest request, Order order) {
        OrderCommandEncoder command = new OrderCommandEncoder().wrapAndApplyHeader(buffer, 0, header);
        command.sequence(sequence)
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs + RECEIVE_DELAY_NS)
                .orderId(request == OrderRequest.NEW ? 0 : order.orderId)
                .clientOrderId(order.orderId % 3 == 0 ? 0 : order.orderId + 1_000_000)
                .signalSequence(order.signalSequence)
                .quantity(order.quantity)
                .price(order.price)
                .stopPrice(order.stopPrice)
                .instrumentId(order.instrumentId)
                .request(request)
                .orderType(order.type)
                .side(order.side)
                .timeInForce(order.timeInForce)
                .actor("desk-1");
        return length(command.encodedLength());
    }

    /** State of an order after a change. */
    public int orderEvent(
            long sequence,
            long timeNs,
            Order order,
            OrderStatus status,
            OrderReason reason,
            long filledQuantity,
            long averagePrice) {
        OrderEventEncoder event = new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, header);
        event.sequence(sequence)
                .eventTimeNs(timeNs)
                .orderId(order.orderId)
                .clientOrderId(order.orderId % 3 == 0 ? 0 : order.orderId + 1_000_000)
                .signalSequence(order.signalSequence)
                .quantity(order.quantity)
                .filledQuantity(filledQuantity)
                .price(order.price)
                .stopPrice(order.stopPrice)
                .averagePrice(averagePrice)
                .instrumentId(order.instrumentId)
                .orderType(order.type)
                .side(order.side)
                .timeInForce(order.timeInForce)
                .status(status)
                .reason(reason)
                .reserved((short) 0)
                .reserved2(0)
                .reserved3(0);
        return length(event.encodedLength());
    }

    /** A part of an order that was done. */
    public int fill(
            long sequence,
            long timeNs,
            Order order,
            long tradeSequence,
            long price,
            long quantity,
            long fee,
            Liquidity liquidity) {
        FillEncoder fill = new FillEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill.sequence(sequence)
                .eventTimeNs(timeNs)
                .orderId(order.orderId)
                .tradeSequence(tradeSequence)
                .price(price)
                .quantity(quantity)
                .fee(fee)
                .instrumentId(order.instrumentId)
                .side(order.side)
                .liquidity(liquidity)
                .reserved(0);
        return length(fill.encodedLength());
    }

    /** A position after a change. */
    public int positionChanged(
            long sequence,
            long timeNs,
            long fillSequence,
            int instrumentId,
            long quantity,
            long averagePrice,
            long realizedProfit) {
        PositionChangedEncoder position = new PositionChangedEncoder().wrapAndApplyHeader(buffer, 0, header);
        position.sequence(sequence)
                .eventTimeNs(timeNs)
                .fillSequence(fillSequence)
                .quantity(quantity)
                .averagePrice(averagePrice)
                .realizedProfit(realizedProfit)
                .instrumentId(instrumentId)
                .reserved(0);
        return length(position.encodedLength());
    }

    /**
     * An alert to watch for, or its removal; what does not belong to the condition is left out.
     *
     * @param number rule of a SIGNAL, indicator of an INDICATOR_*; 0 else
     */
    public int alertRule(
            long sequence,
            long timeNs,
            int alertId,
            AlertRequest request,
            AlertCondition condition,
            int instrumentId,
            int number,
            double threshold,
            long price) {
        boolean onIndicator =
                condition == AlertCondition.INDICATOR_ABOVE || condition == AlertCondition.INDICATOR_BELOW;
        AlertRuleEncoder rule = new AlertRuleEncoder().wrapAndApplyHeader(buffer, 0, header);
        rule.sequence(sequence)
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs + RECEIVE_DELAY_NS)
                .alertId(alertId)
                .instrumentId(instrumentId)
                .request(request)
                .condition(condition)
                .ruleId(condition == AlertCondition.SIGNAL ? number : 0)
                .indicatorId(onIndicator ? number : 0)
                .output(0)
                .intervalNs(onIndicator ? 60_000_000_000L : 0)
                .threshold(onIndicator ? threshold : Double.NaN)
                .price(condition == AlertCondition.PRICE_ABOVE || condition == AlertCondition.PRICE_BELOW ? price : 0)
                .cooldownNs(alertId % 2 == 0 ? 0 : 300_000_000_000L)
                .actor("desk-1")
                .name("alert-" + alertId);
        return length(rule.encodedLength());
    }

    /** An alert rule's condition came true. */
    public int alert(
            long sequence,
            long timeNs,
            int alertId,
            long ruleSequence,
            long causeSequence,
            AlertCondition condition,
            int instrumentId,
            double value,
            long price) {
        AlertEncoder alert = new AlertEncoder().wrapAndApplyHeader(buffer, 0, header);
        alert.sequence(sequence)
                .eventTimeNs(timeNs)
                .ruleSequence(ruleSequence)
                .causeSequence(causeSequence)
                .value(value)
                .price(price)
                .alertId(alertId)
                .instrumentId(instrumentId)
                .condition(condition)
                .reserved((short) 0)
                .reserved2(0)
                .reserved3(0);
        return length(alert.encodedLength());
    }

    private static int length(int bodyBytes) {
        return MessageHeaderEncoder.ENCODED_LENGTH + bodyBytes;
    }
}
