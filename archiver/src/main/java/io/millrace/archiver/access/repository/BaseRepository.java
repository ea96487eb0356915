package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Keyed;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * Creates, reads, lists, changes and deletes the rows of one table. Any thread.
 *
 * @param <T> the row
 * @param <I> its id
 */
public abstract class BaseRepository<T extends Record & Keyed, I> extends Repository {
    private final Crud sql;
    private final Class<T> row;

    /**
     * The five statements of a table; an insert and an update give the whole row back.
     *
     * @param insert takes the row's components by their names
     * @param findById takes {@code :id}
     * @param list as {@link Repository#page} wants it
     * @param update takes the row's components by their names
     * @param delete takes {@code :id}
     * @param anyId any value of the id's type, as text
     */
    record Crud(Sql insert, Sql findById, Sql list, Sql update, Sql delete, String anyId) {}

    BaseRepository(Transactions transactions, Crud sql, Class<T> row) {
        super(transactions);
        this.sql = sql;
        this.row = row;
    }

    /** Refuses a row that the table would refuse. */
    abstract void check(Checks checks, T candidate);

    /** Stores a row; what the database fills in comes back in the result. */
    public T create(T candidate) {
        check(checks("create"), candidate);
        return call("create", sql.insert()).bindRow(candidate).one(row);
    }

    /** Stores rows together, all or none. */
    public long createAll(List<T> candidates) {
        candidates.forEach(candidate -> check(checks("createAll"), candidate));
        return call("createAll", sql.insert().withoutReturning()).executeBatch(candidates);
    }

    public Optional<T> findById(I id) {
        checks("findById").required("id", id);
        return call("findById", sql.findById()).bind("id", id).find(row);
    }

    /** All rows, newest first, page by page. */
    public Page<T> list(PageRequest request) {
        return page("list", call("list", sql.list()), request, sql.anyId(), row);
    }

    /** Replaces a row by its id; empty where it is not there. */
    public Optional<T> update(T changed) {
        check(checks("update"), changed);
        return call("update", sql.update()).bindRow(changed).find(row);
    }

    /** True where there was such a row. */
    public boolean delete(I id) {
        checks("delete").required("id", id);
        return call("delete", sql.delete()).bind("id", id).execute() > 0;
    }
}
