package io.millrace.archiver.access.connection;

import io.millrace.archiver.access.operation.Operation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * One statement with its values, run once. The caller's thread.
 *
 * <p>Every value is bound, never written into the text. All results are bounded by the statement's own limit.
 */
public final class Call {
    /** Rows sent to the server together; a larger batch goes in several, within the same transaction. */
    private static final int BATCH_ROWS = 1_000;

    private final Transactions transactions;
    private final Operation operation;
    private final Sql sql;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private Object row;

    Call(Transactions transactions, Operation operation, Sql sql) {
        this.transactions = transactions;
        this.operation = operation;
        this.sql = sql;
    }

    /** Binds a value, or null, whose type the server has to know from the statement: by a column or a cast. */
    public Call bind(String name, Object value) {
        values.put(name, value instanceof Collection<?> list ? list.toArray(new String[0]) : value);
        return this;
    }

    /** Binds the components of a record under their names. */
    public Call bindRow(Record newRow) {
        row = newRow;
        return this;
    }

    /** All rows, each as a record or as a single column. */
    public <T> List<T> list(Class<T> type) {
        return run(handle -> bound(handle.createQuery(sql.text())).mapTo(type).list(), List::size);
    }

    /** The one row, if there is one. */
    public <T> Optional<T> find(Class<T> type) {
        return run(
                handle -> bound(handle.createQuery(sql.text())).mapTo(type).findFirst(),
                found -> found.isPresent() ? 1 : 0);
    }

    /** The one row of a statement that always gives one. */
    public <T> T one(Class<T> type) {
        return run(handle -> bound(handle.createQuery(sql.text())).mapTo(type).first(), result -> 1);
    }

    /** Number of rows changed. */
    public int execute() {
        return run(handle -> bound(handle.createUpdate(sql.text())).execute(), changed -> changed);
    }

    /** Runs the statement for each record, together; all or none. */
    public long executeBatch(List<? extends Record> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        return transactions.call(() -> run(handle -> batch(handle, rows), changed -> changed));
    }

    private long batch(Handle handle, List<? extends Record> rows) {
        long changed = 0;
        for (int from = 0; from < rows.size(); from += BATCH_ROWS) {
            try (PreparedBatch batch = handle.prepareBatch(sql.text())) {
                for (Record each : rows.subList(from, Math.min(rows.size(), from + BATCH_ROWS))) {
                    values.forEach(batch::bind);
                    batch.bindMethods(each).add();
                }
                for (int count : batch.execute()) {
                    changed += count;
                }
            }
        }
        return changed;
    }

    private <S extends SqlStatement<S>> S bound(S statement) {
        values.forEach(statement::bind);
        if (row != null) {
            statement.bindMethods(row);
        }
        return statement;
    }

    private <T> T run(Function<Handle, T> work, ToLongFunction<T> rows) {
        return transactions.execute(operation, sql.text(), new StatementWork<>() {
            @Override
            public T run(Handle handle) {
                return work.apply(handle);
            }

            @Override
            public long rows(T result) {
                return rows.applyAsLong(result);
            }
        });
    }
}
