package io.millrace.archiver.verify;

import io.millrace.archiver.verify.DefinedNames.DefinedInstrument;
import io.millrace.journal.codec.FillDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.OrderCommandDecoder;
import io.millrace.journal.codec.OrderEventDecoder;
import io.millrace.journal.codec.OrderReason;
import io.millrace.journal.codec.PositionChangedDecoder;
import io.millrace.journal.codec.SignalOutcomeDecoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;

/** Outcomes, orders, fills and positions against their tables. One thread. */
final class OrderComparison {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SignalOutcomeDecoder outcome = new SignalOutcomeDecoder();
    private final OrderCommandDecoder command = new OrderCommandDecoder();
    private final OrderEventDecoder event = new OrderEventDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final PositionChangedDecoder position = new PositionChangedDecoder();
    private final DefinedNames names;
    private final ArchivedRows outcomes;
    private final ArchivedRows commands;
    private final ArchivedRows events;
    private final ArchivedRows fills;
    private final ArchivedRows positions;

    OrderComparison(Connection connection, int engineId, DefinedNames names) {
        this.names = names;
        outcomes = outcomesOf(connection, engineId);
        commands = commandsOf(connection, engineId);
        events = eventsOf(connection, engineId);
        fills = fillsOf(connection, engineId);
        positions = positionsOf(connection, engineId);
    }

    List<ArchivedRows> tables() {
        return List.of(outcomes, commands, events, fills, positions);
    }

    void compareSignalOutcome(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        outcome.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(outcome.instrumentId(), sequence);
        outcomes.startRow(sequence, 0);
        outcomes.expectId(sequence);
        outcomes.expectTime(outcome.eventTimeNs());
        outcomes.expectTime(outcome.eventTimeNs());
        outcomes.expect(outcome.eventTimeNs());
        outcomes.expect(outcome.receiveTimeNs());
        outcomes.expect(outcome.signalSequence());
        outcomes.expectId(outcome.signalSequence());
        outcomes.expect(HexFormat.of().toHexDigits((int) outcome.tradeIdHash()));
        outcomes.expect(outcome.instrumentId());
        outcomes.expect(instrument.symbol());
        outcomes.expect(outcome.result().name());
        outcomes.expectPrice(outcome.exitPrice(), instrument);
        outcomes.expectMoney(outcome.profitLoss());
        outcomes.expectTime(outcome.closedTimeNs());
        outcomes.expect(outcome.closedTimeNs());
        outcomes.expectText(outcome.actor());
        outcomes.endRow();
    }

    void compareOrderCommand(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        command.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(command.instrumentId(), sequence);
        commands.startRow(sequence, 0);
        commands.expectId(sequence);
        commands.expectTime(command.eventTimeNs());
        commands.expectTime(command.eventTimeNs());
        commands.expect(command.eventTimeNs());
        commands.expect(command.receiveTimeNs());
        commands.expect(command.request().name());
        commands.expect(command.orderId(), 0);
        commands.expect(command.clientOrderId(), 0);
        commands.expect(command.signalSequence(), 0);
        commands.expectId(command.signalSequence(), 0);
        commands.expect(command.instrumentId());
        commands.expect(instrument.symbol());
        commands.expect(command.orderType().name());
        commands.expect(command.side().name());
        commands.expect(command.timeInForce().name());
        commands.expectDecimal(command.quantity(), instrument.quantityExponent());
        commands.expectPrice(command.price(), instrument);
        commands.expectPrice(command.stopPrice(), instrument);
        commands.expectText(command.actor());
        commands.endRow();
    }

    void compareOrderEvent(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        event.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(event.instrumentId(), sequence);
        events.startRow(sequence, 0);
        events.expectId(sequence);
        events.expectTime(event.eventTimeNs());
        events.expectTime(event.eventTimeNs());
        events.expect(event.eventTimeNs());
        events.expect(event.orderId());
        events.expect(event.clientOrderId(), 0);
        events.expect(event.signalSequence(), 0);
        events.expectId(event.signalSequence(), 0);
        events.expect(event.instrumentId());
        events.expect(instrument.symbol());
        events.expect(event.orderType().name());
        events.expect(event.side().name());
        events.expect(event.timeInForce().name());
        events.expectDecimal(event.quantity(), instrument.quantityExponent());
        events.expectPrice(event.price(), instrument);
        events.expectPrice(event.stopPrice(), instrument);
        events.expectDecimal(event.filledQuantity(), instrument.quantityExponent());
        events.expectPrice(event.averagePrice(), instrument);
        events.expect(event.status().name());
        events.expectText(
                event.reason() == OrderReason.NONE ? "" : event.reason().name());
        events.endRow();
    }

    void compareFill(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        fill.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(fill.instrumentId(), sequence);
        fills.startRow(sequence, 0);
        fills.expectId(sequence);
        fills.expectTime(fill.eventTimeNs());
        fills.expectTime(fill.eventTimeNs());
        fills.expect(fill.eventTimeNs());
        fills.expect(fill.orderId());
        fills.expect(fill.tradeSequence(), 0);
        fills.expect(fill.instrumentId());
        fills.expect(instrument.symbol());
        fills.expect(fill.side().name());
        fills.expect(fill.liquidity().name());
        fills.expectDecimal(fill.price(), instrument.priceExponent());
        fills.expectDecimal(fill.quantity(), instrument.quantityExponent());
        fills.expectMoney(fill.fee());
        fills.endRow();
    }

    void comparePositionChanged(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        position.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(position.instrumentId(), sequence);
        positions.startRow(sequence, 0);
        positions.expectId(sequence);
        positions.expectTime(position.eventTimeNs());
        positions.expectTime(position.eventTimeNs());
        positions.expect(position.eventTimeNs());
        positions.expect(position.fillSequence(), 0);
        positions.expect(position.instrumentId());
        positions.expect(instrument.symbol());
        positions.expectDecimal(position.quantity(), instrument.quantityExponent());
        positions.expectPrice(position.averagePrice(), instrument);
        positions.expectMoney(position.realizedProfit());
        positions.endRow();
    }

    private static ArchivedRows outcomesOf(Connection connection, int engineId) {
        return new ArchivedRows(
                connection,
                engineId,
                "signal_outcomes",
                "0",
                "id",
                "timestamp@us",
                "event_time@us",
                "event_time_ns",
                "receive_time_ns",
                "signal_sequence",
                "signal_id",
                "trade_id_hash",
                "instrument_id",
                "symbol",
                "result",
                "exit_price",
                "profit_loss",
                "closed_at@us",
                "closed_time_ns",
                "actor");
    }

    private static ArchivedRows commandsOf(Connection connection, int engineId) {
        return new ArchivedRows(
                connection,
                engineId,
                "order_commands",
                "0",
                "id",
                "timestamp@us",
                "event_time@us",
                "event_time_ns",
                "receive_time_ns",
                "request",
                "order_id",
                "client_order_id",
                "signal_sequence",
                "signal_id",
                "instrument_id",
                "symbol",
                "order_type",
                "side",
                "time_in_force",
                "quantity",
                "price",
                "stop_price",
                "actor");
    }

    private static ArchivedRows eventsOf(Connection connection, int engineId) {
        return new ArchivedRows(
                connection,
                engineId,
                "order_events",
                "0",
                "id",
                "timestamp@us",
                "event_time@us",
                "event_time_ns",
                "order_id",
                "client_order_id",
                "signal_sequence",
                "signal_id",
                "instrument_id",
                "symbol",
                "order_type",
                "side",
                "time_in_force",
                "quantity",
                "price",
                "stop_price",
                "filled_quantity",
                "average_price",
                "status",
                "reason");
    }

    private static ArchivedRows fillsOf(Connection connection, int engineId) {
        return new ArchivedRows(
                connection,
                engineId,
                "fills",
                "0",
                "id",
                "timestamp@us",
                "event_time@us",
                "event_time_ns",
                "order_id",
                "trade_sequence",
                "instrument_id",
                "symbol",
                "side",
                "liquidity",
                "price",
                "quantity",
                "fee");
    }

    private static ArchivedRows positionsOf(Connection connection, int engineId) {
        return new ArchivedRows(
                connection,
                engineId,
                "position_changes",
                "0",
                "id",
                "timestamp@us",
                "event_time@us",
                "event_time_ns",
                "fill_sequence",
                "instrument_id",
                "symbol",
                "quantity",
                "average_price",
                "realized_profit");
    }
}
