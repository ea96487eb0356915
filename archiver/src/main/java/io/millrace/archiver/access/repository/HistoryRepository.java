package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Keyed;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * Reads a table of history, of all engines, and adds rows of applications to it, under engine 0. Nothing of it is changed or
 * removed: what was wrong is corrected by a later row. Any thread.
 *
 * @param <T> the row
 * @param <N> what is given for a new one
 */
public abstract class HistoryRepository<T extends Record & Keyed, N extends Record> extends Repository {
    static final String BEHIND_ID = " ORDER BY timestamp DESC, id DESC LIMIT :limit";
    static final String ANY_ID = "0";

    private final Sql insert;
    private final Sql findById;
    private final Sql list;
    private final Class<T> row;

    /** The insert takes the components of {@code N} by their names and gives the whole row back. */
    HistoryRepository(Transactions transactions, Sql insert, Sql findById, Sql list, Class<T> row) {
        super(transactions);
        this.insert = insert;
        this.findById = findById;
        this.list = list;
        this.row = row;
    }

    /** Refuses a row that the table would refuse. */
    abstract void check(Checks checks, N candidate);

    public T create(N candidate) {
        check(checks("create"), candidate);
        return call("create", insert).bindRow(candidate).one(row);
    }

    /** Stores rows together, all or none. */
    public long createAll(List<N> candidates) {
        candidates.forEach(candidate -> check(checks("createAll"), candidate));
        return call("createAll", insert.withoutReturning()).executeBatch(candidates);
    }

    public Optional<T> findById(long id) {
        return call("findById", findById).bind("id", id).find(row);
    }

    /** All, newest first. */
    public Page<T> list(PageRequest page) {
        return page("list", call("list", list), page, ANY_ID, row);
    }
}
