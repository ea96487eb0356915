package io.millrace.archiver.access.connection;

import io.millrace.archiver.access.operation.Operation;

/** Makes the statements of one component. Any thread; immutable. */
public final class Statements {
    private final Transactions transactions;
    private final String component;

    Statements(Transactions transactions, String component) {
        this.transactions = transactions;
        this.component = component;
    }

    /**
     * Begins a statement.
     *
     * @param operation the method that runs it, for logs and errors
     */
    public Call call(String operation, Sql sql) {
        return new Call(transactions, new Operation(component, operation, sql.type()), sql);
    }

    public Transactions transactions() {
        return transactions;
    }

    public String component() {
        return component;
    }
}
