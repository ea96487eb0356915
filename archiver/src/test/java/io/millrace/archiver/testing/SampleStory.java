package io.millrace.archiver.testing;

import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.AlertCondition;
import io.millrace.journal.codec.AlertRequest;
import io.millrace.journal.codec.Liquidity;
import io.millrace.journal.codec.OrderReason;
import io.millrace.journal.codec.OrderRequest;
import io.millrace.journal.codec.OrderStatus;
import io.millrace.journal.codec.OrderType;
import io.millrace.journal.codec.OutcomeResult;
import io.millrace.journal.codec.Severity;
import io.millrace.journal.codec.TimeInForce;
import io.millrace.journal.testing.SampleEvents;
import io.millrace.journal.testing.SampleEvents.Order;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;

/**
 * Makes up what no handler tells yet, so that it hangs together: articles with revisions, scores and events of them, signals that
 * end, orders from the command to the position, alerts. One thread; the same random numbers give the same records. Memory is
 * bounded: it remembers the newest things only.
 */
final class SampleStory {
    private static final int REMEMBERED = 64;
    private static final int INSTRUMENTS = 3;
    private static final String[] WORDS = {
        "record", "profit", "fork", "größer", "\"quoted\"", "lawsuit, big", "back\\slash", ""
    };

    /** Where records go. */
    interface Target {
        long nextSequence();

        long timeNs();

        /** Takes the record that is in the buffer. */
        void add(int length);
    }

    private record Article(long sequence, long hash, int revision) {}

    private record Signal(long sequence, long hash, int instrumentId) {}

    private record Rule(int alertId, long sequence, AlertCondition condition, int instrumentId) {}

    private static final class OpenOrder {
        private Order order;
        private long filled;

        OpenOrder(Order order) {
            this.order = order;
        }
    }

    private final Target target;
    private final Random random;
    private final SampleEvents events;
    private final List<Article> articles = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final ArrayDeque<OpenOrder> orders = new ArrayDeque<>();
    private final long[] held = new long[INSTRUMENTS + 1];
    private long articleCount;
    private long orderCount;
    private int alertCount;

    SampleStory(Target target, MutableDirectBuffer buffer, Random random) {
        this.target = target;
        this.random = random;
        this.events = new SampleEvents(buffer);
    }

    /** A signal that may end, and that orders may follow. */
    void signal(long sequence, long hash, int instrumentId) {
        remember(signals, new Signal(sequence, hash, instrumentId));
    }

    /** The next thing that happens: one to four records. */
    void goOn() {
        switch (random.nextInt(8)) {
            case 0 -> article();
            case 1 -> score();
            case 2 -> event();
            case 3 -> outcome();
            case 4 -> newOrder();
            case 5, 6 -> advanceOrder();
            default -> alert();
        }
    }

    void article() {
        boolean again = !articles.isEmpty() && random.nextInt(3) == 0;
        Article before = again ? pick(articles) : new Article(0, ++articleCount * 0x9E3779B97F4A7C15L, 0);
        long sequence = target.nextSequence();
        String symbols = List.of("BTCUSDT", "BTCUSDT\nSPY", "", "M&M 50").get(random.nextInt(4));
        String text = random.nextInt(4) == 0 ? "" : (words() + '\n').repeat(1 + random.nextInt(20));
        target.add(events.news(
                sequence, target.timeNs(), before.hash, before.revision + 1, symbols, "About " + words(), text));
        articles.remove(before);
        remember(articles, new Article(sequence, before.hash, before.revision + 1));
    }

    void score() {
        if (articles.isEmpty()) {
            article();
        }
        Article of = pick(articles);
        double score = List.of(-1.0, 1.0, -0.0, random.nextDouble() * 2 - 1).get(random.nextInt(4));
        target.add(events.sentiment(
                target.nextSequence(),
                target.timeNs(),
                of.sequence,
                of.hash,
                score,
                random.nextDouble(),
                random.nextInt(3) == 0 ? "" : "record\ngr\u00f6\u00dfer",
                random.nextInt(3) == 0 ? "" : "lawsuit, big"));
    }

    void event() {
        if (articles.isEmpty()) {
            article();
        }
        Article of = pick(articles);
        Severity severity = List.of(Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)
                .get(random.nextInt(4));
        target.add(events.marketEvent(
                target.nextSequence(),
                target.timeNs(),
                of.sequence,
                of.hash,
                severity,
                "EARNINGS",
                "beat\n" + words()));
    }

    void outcome() {
        if (signals.isEmpty()) {
            return;
        }
        Signal of = pick(signals);
        OutcomeResult result = List.of(
                        OutcomeResult.WIN, OutcomeResult.LOSS, OutcomeResult.BREAKEVEN, OutcomeResult.EXPIRED)
                .get(random.nextInt(4));
        long profit = 1L + random.nextInt(1_000_000_000);
        target.add(events.signalOutcome(
                target.nextSequence(),
                target.timeNs(),
                of.sequence,
                of.hash,
                of.instrumentId,
                result,
                result == OutcomeResult.EXPIRED ? 0 : price(),
                switch (result) {
                    case WIN -> profit;
                    case LOSS -> -profit;
                    default -> 0;
                }));
    }

    void newOrder() {
        Signal from = signals.isEmpty() || random.nextInt(3) == 0 ? null : pick(signals);
        OrderType type = List.of(OrderType.MARKET, OrderType.LIMIT, OrderType.STOP, OrderType.STOP_LIMIT)
                .get(random.nextInt(4));
        Order order = new Order(
                ++orderCount,
                from == null ? 0 : from.sequence,
                from == null ? 1 + random.nextInt(INSTRUMENTS) : from.instrumentId,
                type,
                random.nextBoolean() ? Action.BUY : Action.SELL,
                random.nextBoolean() ? TimeInForce.GOOD_TILL_CANCELLED : TimeInForce.DAY,
                2L + random.nextInt(1000),
                type == OrderType.LIMIT || type == OrderType.STOP_LIMIT ? price() : 0,
                type == OrderType.STOP || type == OrderType.STOP_LIMIT ? price() : 0);
        target.add(events.orderCommand(target.nextSequence(), target.timeNs(), OrderRequest.NEW, order));
        if (random.nextInt(6) == 0) {
            state(order, OrderStatus.REJECTED, OrderReason.RISK_LIMIT, 0);
        } else {
            state(order, OrderStatus.NEW, OrderReason.NONE, 0);
            orders.add(new OpenOrder(order));
        }
    }

    void advanceOrder() {
        OpenOrder open = orders.poll();
        if (open == null) {
            newOrder();
            return;
        }
        Order order = open.order;
        switch (random.nextInt(4)) {
            case 0 -> {
                target.add(events.orderCommand(target.nextSequence(), target.timeNs(), OrderRequest.CANCEL, order));
                state(order, OrderStatus.CANCELLED, OrderReason.REQUESTED, open.filled);
            }
            case 1 -> {
                open.order = new Order(
                        order.orderId(),
                        order.signalSequence(),
                        order.instrumentId(),
                        order.type(),
                        order.side(),
                        order.timeInForce(),
                        order.quantity() + 7,
                        order.price() == 0 ? 0 : order.price() + 1,
                        order.stopPrice());
                target.add(
                        events.orderCommand(target.nextSequence(), target.timeNs(), OrderRequest.REPLACE, open.order));
                state(open.order, OrderStatus.REPLACED, OrderReason.REQUESTED, open.filled);
                orders.add(open);
            }
            default -> fill(open);
        }
    }

    private void fill(OpenOrder open) {
        Order order = open.order;
        long rest = order.quantity() - open.filled;
        long part = random.nextBoolean() ? rest : 1 + random.nextInt((int) rest);
        open.filled += part;
        boolean whole = open.filled == order.quantity();
        state(order, whole ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED, OrderReason.NONE, open.filled);
        long sequence = target.nextSequence();
        target.add(events.fill(
                sequence,
                target.timeNs(),
                order,
                random.nextInt(3) == 0 ? 0 : 1,
                price(),
                part,
                random.nextInt(2_000_001) - 1_000_000,
                List.of(Liquidity.MAKER, Liquidity.TAKER, Liquidity.UNKNOWN).get(random.nextInt(3))));
        int id = order.instrumentId();
        held[id] += order.side() == Action.BUY ? part : -part;
        target.add(events.positionChanged(
                target.nextSequence(),
                target.timeNs(),
                sequence,
                id,
                held[id],
                held[id] == 0 ? 0 : price(),
                random.nextInt(2_000_001) - 1_000_000L));
        if (!whole) {
            orders.add(open);
        }
    }

    private void state(Order order, OrderStatus status, OrderReason reason, long filled) {
        target.add(events.orderEvent(
                target.nextSequence(), target.timeNs(), order, status, reason, filled, filled == 0 ? 0 : price()));
    }

    void alert() {
        if (rules.isEmpty() || random.nextInt(3) == 0) {
            alertRule();
            return;
        }
        Rule rule = pick(rules);
        boolean onIndicator =
                rule.condition == AlertCondition.INDICATOR_ABOVE || rule.condition == AlertCondition.INDICATOR_BELOW;
        target.add(events.alert(
                target.nextSequence(),
                target.timeNs(),
                rule.alertId,
                rule.sequence,
                rule.sequence,
                rule.condition,
                rule.instrumentId,
                onIndicator ? random.nextGaussian() : Double.NaN,
                rule.instrumentId == 0 ? 0 : price()));
    }

    private void alertRule() {
        boolean remove = !rules.isEmpty() && random.nextInt(4) == 0;
        AlertCondition condition = List.of(
                        AlertCondition.PRICE_ABOVE,
                        AlertCondition.PRICE_BELOW,
                        AlertCondition.INDICATOR_ABOVE,
                        AlertCondition.INDICATOR_BELOW,
                        AlertCondition.SIGNAL)
                .get(random.nextInt(5));
        boolean onPrice = condition == AlertCondition.PRICE_ABOVE || condition == AlertCondition.PRICE_BELOW;
        Rule rule = remove
                ? pick(rules)
                : new Rule(
                        ++alertCount,
                        0,
                        condition,
                        onPrice ? 1 + random.nextInt(INSTRUMENTS) : random.nextInt(INSTRUMENTS + 1));
        long sequence = target.nextSequence();
        target.add(events.alertRule(
                sequence,
                target.timeNs(),
                rule.alertId,
                remove ? AlertRequest.REMOVE : AlertRequest.DEFINE,
                rule.condition,
                rule.instrumentId,
                rule.condition == AlertCondition.SIGNAL ? random.nextInt(3) : 1 + random.nextInt(2),
                random.nextGaussian(),
                price()));
        rules.remove(rule);
        if (!remove) {
            remember(rules, new Rule(rule.alertId, sequence, rule.condition, rule.instrumentId));
        }
    }

    private long price() {
        return 1L + random.nextInt(1_000_000);
    }

    private String words() {
        return WORDS[random.nextInt(WORDS.length)] + ' ' + WORDS[random.nextInt(WORDS.length)];
    }

    private <T> T pick(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private static <T> void remember(List<T> things, T thing) {
        if (things.size() == REMEMBERED) {
            things.remove(0);
        }
        things.add(thing);
    }
}
