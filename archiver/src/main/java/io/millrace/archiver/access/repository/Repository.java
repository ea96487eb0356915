package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Call;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Statements;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Cursor;
import io.millrace.archiver.access.row.Keyed;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;

/** What all repositories share. Any thread. */
abstract class Repository {
    private final Statements statements;

    Repository(Transactions transactions) {
        statements = transactions.statements(getClass().getSimpleName());
    }

    /** Begins a statement of the method {@code operation}. */
    final Call call(String operation, Sql sql) {
        return statements.call(operation, sql);
    }

    final Checks checks(String operation) {
        return new Checks(statements.component(), operation);
    }

    final Transactions transactions() {
        return statements.transactions();
    }

    /**
     * Runs a statement that reads a page: it orders by time and id, newest first, and uses {@code :afterTime}, {@code :afterId}
     * and {@code :limit}.
     *
     * @param anyId any value of the id's type, as text
     */
    final <T extends Keyed> Page<T> page(String operation, Call call, PageRequest request, String anyId, Class<T> row) {
        Checks checks =
                checks(operation).required("page", request).whole("limit", request.limit(), 1, PageRequest.MAX_LIMIT);
        Cursor cursor;
        try {
            cursor = request.cursor(anyId);
        } catch (IllegalArgumentException e) {
            throw checks.mismatch("cursor", "not a cursor that an earlier page gave");
        }
        checks.optionalText("cursor", cursor.id(), 200);
        return Page.of(
                call.bind("afterTime", cursor.time())
                        .bind("afterId", cursor.id())
                        .bind("limit", request.limit() + 1)
                        .list(row),
                request.limit());
    }
}
