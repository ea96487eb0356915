package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Call;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Order;
import io.millrace.archiver.access.row.OrderState;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Orders of all engines, and those of applications, which stand under engine 0. Any thread. Each state of an order is kept; the
 * newest is the order.
 */
public final class OrderRepository extends Repository {
    private static final String COLUMNS =
            "id, order_id, engine_id, symbol, order_type, side, quantity, price, stop_price, filled_quantity, average_price, status,"
                    + " signal_id, timestamp";
    private static final String BEHIND =
            " (timestamp, id) < (:afterTime, :afterId::bigint) ORDER BY timestamp DESC, id DESC LIMIT :limit";
    private static final String ANY_ID = "0";

    private static final Sql RECORD = Sql.call("""
            SELECT coalesce(record_application_order(:orderId::bigint, :signalId::bigint, :symbol, :orderType, :side, :quantity,
                :price::numeric, :stopPrice::numeric, :filledQuantity, :averagePrice::numeric, :status, :timestamp), 0)
            """);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM orders WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS + " FROM orders WHERE" + BEHIND);
    private static final Sql BY_STATUS =
            Sql.select("SELECT " + COLUMNS + " FROM orders WHERE status = :status AND" + BEHIND);
    private static final Sql BY_SIGNAL =
            Sql.select("SELECT " + COLUMNS + " FROM orders WHERE signal_id = :signalId AND" + BEHIND);

    private static final Set<String> TYPES = Set.of("MARKET", "LIMIT", "STOP", "STOP_LIMIT");
    private static final Set<String> SIDES = Set.of("BUY", "SELL");
    private static final Set<String> STATES =
            Set.of("NEW", "PARTIALLY_FILLED", "FILLED", "REPLACED", "CANCELLED", "REJECTED", "EXPIRED");
    private static final int NAME_LENGTH = 100;

    public OrderRepository(Transactions transactions) {
        super(transactions);
    }

    /** Stores a new order of an application; its id comes back. */
    public long create(OrderState state) {
        check(checks("create"), state);
        return call("create", RECORD).bind("orderId", null).bindRow(state).one(Long.class);
    }

    /** Stores a new state of an order of an application; false where there is no such order. */
    public boolean changeState(long orderId, OrderState state) {
        check(checks("changeState"), state);
        return call("changeState", RECORD)
                        .bind("orderId", orderId)
                        .bindRow(state)
                        .one(Long.class)
                > 0;
    }

    public Optional<Order> findById(long id) {
        return call("findById", BY_ID).bind("id", id).find(Order.class);
    }

    /** All, the last changed first. */
    public Page<Order> list(PageRequest page) {
        return page("list", call("list", LIST), page);
    }

    /** In one state, the last changed first. */
    public Page<Order> listByStatus(String status, PageRequest page) {
        checks("listByStatus").text("status", status, NAME_LENGTH);
        return page("listByStatus", call("listByStatus", BY_STATUS).bind("status", status), page);
    }

    /** Following one signal, the last changed first. */
    public Page<Order> listBySignal(long signalId, PageRequest page) {
        return page("listBySignal", call("listBySignal", BY_SIGNAL).bind("signalId", signalId), page);
    }

    private Page<Order> page(String operation, Call call, PageRequest page) {
        return page(operation, call, page, ANY_ID, Order.class);
    }

    private static void check(Checks checks, OrderState state) {
        checks.required("state", state)
                .text("symbol", state.symbol(), NAME_LENGTH)
                .oneOf("orderType", state.orderType(), TYPES)
                .oneOf("side", state.side(), SIDES)
                .required("quantity", state.quantity())
                .positive("quantity", state.quantity())
                .positive("price", state.price())
                .positive("stopPrice", state.stopPrice())
                .required("filledQuantity", state.filledQuantity())
                .rule(
                        "filledQuantity",
                        state.filledQuantity().signum() >= 0
                                && state.filledQuantity().compareTo(state.quantity()) <= 0,
                        "not within 0 and quantity")
                .positive("averagePrice", state.averagePrice())
                .oneOf("status", state.status(), STATES)
                .required("timestamp", state.timestamp());
    }
}
