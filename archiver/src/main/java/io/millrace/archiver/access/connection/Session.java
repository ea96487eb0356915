package io.millrace.archiver.access.connection;

/**
 * A transaction as a block: rolled back at its end unless {@link #commit} was called.
 *
 * <p>The thread that opened it. Opened within another one of the same thread it is a part of that: its commit waits for the
 * outer one's, and a part that ends without commit keeps the whole from committing.
 */
public final class Session implements AutoCloseable {
    private final Transactions transactions;
    private final UnitOfWork unit;
    private final boolean outermost;
    private boolean committed;
    private boolean closed;

    Session(Transactions transactions, UnitOfWork unit, boolean outermost) {
        this.transactions = transactions;
        this.unit = unit;
        this.outermost = outermost;
    }

    /**
     * Makes the changes last.
     *
     * @throws RuntimeException the first failure of a part, where one has failed: nothing is committed
     */
    public void commit() {
        if (committed || closed) {
            throw new IllegalStateException("the session is over");
        }
        if (unit.failure() != null) {
            throw unit.failure();
        }
        if (outermost) {
            transactions.commit(unit);
        }
        committed = true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (outermost) {
            transactions.end(unit, committed);
        } else if (!committed) {
            unit.fail(new IllegalStateException("a part of the transaction has ended without commit"));
        }
    }
}
