package io.millrace.peer.exchangecore;

import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.api.ApiCancelOrder;
import exchange.core2.core.common.api.ApiCommand;
import exchange.core2.core.common.api.ApiMoveOrder;
import exchange.core2.core.common.api.ApiPlaceOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded flow of commands for one order book, about the mix of exchange-core's own benchmark: 82 % moves, 8 % limit orders, 7 % cancels, 3 %
 * orders that match at once. Bids rest below the middle and asks above it, so that only the last kind trades; the orders that rest are so
 * large that few are ever used up.
 *
 * <p>One thread.
 */
final class OrderFlow {
    private static final long SEED = 20_241_220L;
    private static final int RESTING = 1_000;
    private static final long MIDDLE = 100_000;
    private static final int LEVELS = 375;
    private static final long RESTING_SIZE = 1_000_000;
    private static final long RESERVE_PRICE = MIDDLE + 2L * LEVELS;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Order> live = new ArrayList<>();
    private long nextOrderId = 1;

    private record Order(long id, long user, OrderAction action) {}

    /** Orders to begin with. */
    List<ApiCommand> restingOrders() {
        final List<ApiCommand> orders = new ArrayList<>();
        for (int i = 0; i < RESTING; i++) {
            orders.add(limitOrder());
        }
        return orders;
    }

    /** The next command. */
    ApiCommand next() {
        final int kind = random.nextInt(100);
        if (kind < 82) {
            final Order order = live.get(random.nextInt(live.size()));
            return ApiMoveOrder.builder()
                    .orderId(order.id())
                    .uid(order.user())
                    .symbol(ExchangeCoreRun.SYMBOL)
                    .newPrice(price(order.action()))
                    .build();
        }
        if (kind < 85) {
            return taker();
        }
        // More or fewer limit orders, so that about as many rest as in the beginning.
        return live.size() <= RESTING || kind == 85 ? limitOrder() : cancel();
    }

    private ApiCommand limitOrder() {
        final OrderAction action = random.nextBoolean() ? OrderAction.BID : OrderAction.ASK;
        final Order order = new Order(nextOrderId++, user(), action);
        live.add(order);
        return ApiPlaceOrder.builder()
                .orderId(order.id())
                .uid(order.user())
                .symbol(ExchangeCoreRun.SYMBOL)
                .action(action)
                .orderType(OrderType.GTC)
                .price(price(action))
                .reservePrice(RESERVE_PRICE)
                .size(RESTING_SIZE)
                .build();
    }

    private ApiCommand taker() {
        final OrderAction action = random.nextBoolean() ? OrderAction.BID : OrderAction.ASK;
        return ApiPlaceOrder.builder()
                .orderId(nextOrderId++)
                .uid(user())
                .symbol(ExchangeCoreRun.SYMBOL)
                .action(action)
                .orderType(OrderType.IOC)
                .price(action == OrderAction.BID ? MIDDLE + LEVELS : MIDDLE - LEVELS)
                .reservePrice(RESERVE_PRICE)
                .size(1 + random.nextInt(10))
                .build();
    }

    private ApiCommand cancel() {
        final int index = random.nextInt(live.size());
        final Order order = live.set(index, live.get(live.size() - 1));
        live.remove(live.size() - 1);
        return ApiCancelOrder.builder()
                .orderId(order.id())
                .uid(order.user())
                .symbol(ExchangeCoreRun.SYMBOL)
                .build();
    }

    private long price(final OrderAction action) {
        final long distance = 1 + random.nextInt(LEVELS);
        return action == OrderAction.BID ? MIDDLE - distance : MIDDLE + distance;
    }

    private long user() {
        return 1 + random.nextInt(ExchangeCoreRun.USERS);
    }
}
