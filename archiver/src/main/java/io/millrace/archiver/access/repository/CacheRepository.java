package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.CacheEntry;
import java.time.Duration;
import java.util.Optional;

/** A cache that outlives the program and is shared by all instances of a service. Any thread. */
public final class CacheRepository extends Repository {
    private static final String COLUMNS =
            "cache_key, cache_value, expires_at, access_count, miss_count, last_accessed_at, created_at";

    private static final Sql PUT = Sql.insert("""
            INSERT INTO cache_entries AS c (cache_key, cache_value, expires_at)
            VALUES (:cacheKey, :cacheValue, clock_timestamp() + make_interval(secs => :lifeSeconds::double precision))
            ON CONFLICT ON CONSTRAINT cache_entries_pkey DO UPDATE
            SET cache_value = excluded.cache_value, expires_at = excluded.expires_at, created_at = clock_timestamp()
            RETURNING\s""" + COLUMNS);
    // Found or not, the question is counted: an entry that is always asked for too late lives too short.
    private static final Sql COUNT = Sql.update("""
            UPDATE cache_entries
            SET access_count = access_count + (expires_at IS NULL OR expires_at > clock_timestamp())::int,
                miss_count = miss_count + coalesce(expires_at <= clock_timestamp(), false)::int,
                last_accessed_at = CASE WHEN expires_at <= clock_timestamp() THEN last_accessed_at ELSE clock_timestamp() END
            WHERE cache_key = :cacheKey
            RETURNING (expires_at IS NULL OR expires_at > clock_timestamp())
            """);
    private static final Sql BY_KEY =
            Sql.select("SELECT " + COLUMNS + " FROM cache_entries WHERE cache_key = :cacheKey");
    private static final Sql EVICT = Sql.delete("DELETE FROM cache_entries WHERE cache_key = :cacheKey");
    private static final Sql CLEAN_UP = Sql.delete("DELETE FROM cache_entries WHERE expires_at <= now()");

    private static final int KEY_LENGTH = 500;
    private static final double MILLIS_PER_SECOND = 1e3;

    public CacheRepository(Transactions transactions) {
        super(transactions);
    }

    /**
     * Stores a value, in place of the one before.
     *
     * @param life how long it is good; null for ever
     */
    public CacheEntry put(String cacheKey, Json cacheValue, Duration life) {
        checks("put")
                .text("cacheKey", cacheKey, KEY_LENGTH)
                .required("cacheValue", cacheValue)
                .rule("life", life == null || !life.isNegative(), "below zero");
        return call("put", PUT)
                .bind("cacheKey", cacheKey)
                .bind("cacheValue", cacheValue)
                .bind("lifeSeconds", life == null ? null : life.toMillis() / MILLIS_PER_SECOND)
                .one(CacheEntry.class);
    }

    /** The value, if it is there and still good; counted either way. */
    public Optional<CacheEntry> get(String cacheKey) {
        checks("get").text("cacheKey", cacheKey, KEY_LENGTH);
        return transactions().call(() -> {
            boolean good = call("get", COUNT)
                    .bind("cacheKey", cacheKey)
                    .find(Boolean.class)
                    .orElse(false);
            return good ? call("get", BY_KEY).bind("cacheKey", cacheKey).find(CacheEntry.class) : Optional.empty();
        });
    }

    /** Removes a value; true where there was one. */
    public boolean evict(String cacheKey) {
        checks("evict").text("cacheKey", cacheKey, KEY_LENGTH);
        return call("evict", EVICT).bind("cacheKey", cacheKey).execute() > 0;
    }

    /** Removes the values that are no longer good; how many. */
    public int evictExpired() {
        return call("evictExpired", CLEAN_UP).execute();
    }
}
