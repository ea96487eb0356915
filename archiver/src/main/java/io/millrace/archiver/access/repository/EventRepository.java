package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.MarketEvent;
import io.millrace.archiver.access.row.NewMarketEvent;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.util.Set;

/** Events found in articles. Any thread. */
public final class EventRepository extends HistoryRepository<MarketEvent, NewMarketEvent> {
    private static final String COLUMNS = "id, article_id, event_type, severity, keywords, timestamp";
    private static final String BEHIND = " (timestamp, id) < (:afterTime, :afterId::bigint)" + BEHIND_ID;

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO events (event_time, event_time_ns, receive_time_ns, article_sequence, article_hash, available_at,
                available_time_ns, event_type, severity, keywords)
            VALUES (:timestamp, (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint,
                (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint, :articleId,
                coalesce((SELECT article_hash FROM articles WHERE engine_id = 0 AND sequence = :articleId), 0), :timestamp,
                (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint, :eventType, :severity, :keywords)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM events WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS + " FROM events WHERE" + BEHIND);
    private static final Sql BY_SEVERITY =
            Sql.select("SELECT " + COLUMNS + " FROM events WHERE severity = :severity AND" + BEHIND);
    private static final Sql BY_TYPE =
            Sql.select("SELECT " + COLUMNS + " FROM events WHERE event_type = :eventType AND" + BEHIND);

    private static final Set<String> SEVERITIES = Set.of("LOW", "MEDIUM", "HIGH", "CRITICAL");
    private static final int NAME_LENGTH = 200;

    public EventRepository(Transactions transactions) {
        super(transactions, INSERT, BY_ID, LIST, MarketEvent.class);
    }

    /** Of one severity, newest first. */
    public Page<MarketEvent> listBySeverity(String severity, PageRequest page) {
        checks("listBySeverity").text("severity", severity, NAME_LENGTH);
        return page(
                "listBySeverity",
                call("listBySeverity", BY_SEVERITY).bind("severity", severity),
                page,
                ANY_ID,
                MarketEvent.class);
    }

    /** Of one type, newest first. */
    public Page<MarketEvent> listByType(String eventType, PageRequest page) {
        checks("listByType").text("eventType", eventType, NAME_LENGTH);
        return page(
                "listByType",
                call("listByType", BY_TYPE).bind("eventType", eventType),
                page,
                ANY_ID,
                MarketEvent.class);
    }

    @Override
    void check(Checks checks, NewMarketEvent event) {
        checks.required("event", event)
                .whole("articleId", event.articleId(), 1, Long.MAX_VALUE)
                .text("eventType", event.eventType(), NAME_LENGTH)
                .oneOf("severity", event.severity(), SEVERITIES)
                .texts("keywords", event.keywords(), NAME_LENGTH)
                .required("timestamp", event.timestamp());
    }
}
