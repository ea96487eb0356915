package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.row.Keyed;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Every list that comes page by page gives each row once, also where rows have the same time. */
@Covers("S2-109")
class PagesIT extends RepositoryTest {
    private static final int ROWS = 7;
    private static final int PAGE = 3;

    private final Map<String, Function<PageRequest, Page<? extends Keyed>>> lists = new LinkedHashMap<>();

    @Test
    void shouldGiveEachSignalBarAndArticleOnce() {
        Instant time = Samples.TIME;
        rows(i -> repositories.signals().saveTradingSignal(Samples.signal("BTCUSDT", time.plusMillis(i))));
        tie("trading_signals", "event_time");
        lists.put("signals", repositories.signals()::recent);
        lists.put("signals of a type", page -> repositories.signals().listByType("BUY", page));
        lists.put("signals of a symbol", page -> repositories.signals().listBySymbol("BTCUSDT", page));

        rows(i -> repositories.prices().create(Samples.bar("S" + i, time)));
        lists.put("bars", repositories.prices()::list);
        rows(i -> repositories.prices().create(Samples.bar("ONE", time.plusSeconds(60L * i))));
        lists.put(
                "bars of a symbol",
                page -> repositories.prices().listRange("ONE", "1m", time, time.plusSeconds(3_600), page));

        rows(i -> repositories.articles().create(Samples.article("a" + i, "BTC", time)));
        lists.put("articles", repositories.articles()::list);
        lists.put("articles of a symbol", page -> repositories.articles().listBySymbol("BTC", page));
        lists.put("articles of a source", page -> repositories.articles().listBySource("wire", page));
        long article =
                repositories.articles().list(PageRequest.first(1)).rows().get(0).id();
        rows(i -> repositories.sentimentScores().create(Samples.score(article, i / 10.0, time)));
        lists.put("scores", repositories.sentimentScores()::list);
        lists.put("scores of an article", page -> repositories.sentimentScores().listByArticle(article, page));
        rows(i -> repositories.events().create(Samples.event(article, "HIGH", time)));
        lists.put("events", repositories.events()::list);
        lists.put("events by severity", page -> repositories.events().listBySeverity("HIGH", page));
        lists.put("events by type", page -> repositories.events().listByType("EARNINGS", page));

        long signal = repositories
                .signals()
                .recent(PageRequest.first(1))
                .rows()
                .get(0)
                .id();
        rows(i -> repositories.orders().create(Samples.order(signal, "NEW", "0", time)));
        lists.put("orders", repositories.orders()::list);
        lists.put("orders by status", page -> repositories.orders().listByStatus("NEW", page));
        lists.put("orders of a signal", page -> repositories.orders().listBySignal(signal, page));
        assertEachOnce();
    }

    @Test
    void shouldGiveEachRowOfTheServicesOnce() {
        rows(i -> repositories.jobs().createJob("backtest"));
        tie("background_jobs", "created_at");
        lists.put("jobs", repositories.jobs()::recent);
        lists.put("jobs by status", page -> repositories.jobs().getJobsByStatus("pending", page));
        rows(i -> repositories
                .auth()
                .saveSession("kite", "token " + i, null, Instant.now().plusSeconds(60)));
        tie("auth_sessions", "created_at");
        lists.put("sessions at a broker", page -> repositories.auth().history("kite", page));
        rows(i -> repositories.configs().setConfig("trading", "key" + i, new Json("1")));
        tie("system_configurations", "updated_at");
        lists.put("settings", repositories.configs()::list);
        rows(i -> repositories.scheduler().recordExecution("daily", null, "cron", 5L, true, null));
        tie("scheduler_executions", "execution_time");
        lists.put("runs of the scheduler", repositories.scheduler()::recent);
        lists.put("runs of a job", page -> repositories.scheduler().listByJob("daily", page));
        rows(i -> repositories.health().record("feed", "healthy", 1.5, 0, Json.EMPTY_OBJECT));
        tie("system_health", "checked_at");
        lists.put("health", page -> repositories.health().listByComponent("feed", page));
        rows(i -> repositories.rateLimits().countRequest("api", "/e" + i, 10, Duration.ofSeconds(1)));
        lists.put("limits", page -> repositories.rateLimits().listByApi("api", page));
        rows(i -> repositories.backtestResults().create(Samples.backtest()));
        tie("backtest_results", "created_at");
        lists.put("backtests", repositories.backtestResults()::list);
        rows(i -> repositories.modelValidations().create(Samples.validation("trend", 0.5)));
        tie("ml_validation_runs", "created_at");
        lists.put("validations", repositories.modelValidations()::list);
        rows(i -> repositories.training().create(Samples.sample("BTC_20260101_000000_0000000" + i)));
        tie("ai_training_data", "created_at");
        lists.put("samples", repositories.training()::list);
        rows(i -> repositories.audit().log("thing", "1", "CHANGE", null, null, Json.EMPTY_OBJECT));
        lists.put("audit entries of a thing", page -> repositories.audit().getLogsByEntity("thing", "1", page));
        assertEachOnce();
    }

    @Test
    void shouldGiveEachRowOfUsersOnce() {
        UUID user = UUID.randomUUID();
        rows(i -> repositories.analyses().store(Samples.complete(user, "ACME")));
        tie("stock_analyses", "created_at");
        lists.put("analyses of a user", page -> repositories.analyses().listByUser(user, page));
        lists.put("analyses of a symbol", page -> repositories.analyses().listBySymbol("ACME", page));
        rows(i -> repositories
                .userSessions()
                .create(user, "ann", "0123456789-abcdef-" + i, Instant.now().plusSeconds(60)));
        tie("user_sessions", "created_at");
        lists.put("sessions of a user", page -> repositories.userSessions().listByUsername("ann", page));
        rows(i -> repositories.users().ensureProfile(UUID.randomUUID().toString()));
        tie("profiles", "created_at");
        lists.put("users", repositories.users()::list);
        assertEachOnce();
    }

    private static void rows(IntConsumer make) {
        for (int i = 0; i < ROWS; i++) {
            make.accept(i);
        }
    }

    /** Gives rows the same time, as those have that were written in one statement. */
    private void tie(String table, String column) {
        PostgresServer.execute(
                database,
                "ALTER TABLE " + table + " DISABLE TRIGGER USER",
                "UPDATE " + table + " SET " + column + " = '2026-03-02 14:30+00'",
                "ALTER TABLE " + table + " ENABLE TRIGGER USER");
    }

    private void assertEachOnce() {
        lists.forEach((name, list) -> {
            List<String> whole = ids(read(list, PageRequest.first(PageRequest.MAX_LIMIT)));
            assertThat(whole).as(name).hasSizeGreaterThanOrEqualTo(ROWS).doesNotHaveDuplicates();
            List<String> byPages = new ArrayList<>();
            Page<? extends Keyed> page = read(list, PageRequest.first(PAGE));
            byPages.addAll(ids(page));
            while (page.next().isPresent() && byPages.size() <= whole.size()) {
                page = read(list, new PageRequest(PAGE, page.next().orElseThrow()));
                byPages.addAll(ids(page));
            }
            assertThat(byPages).as(name).isEqualTo(whole);
        });
    }

    private Page<? extends Keyed> read(Function<PageRequest, Page<? extends Keyed>> list, PageRequest request) {
        return connection.transactions().forMaintenance(() -> list.apply(request));
    }

    private static List<String> ids(Page<? extends Keyed> page) {
        return page.rows().stream().map(Keyed::keyId).toList();
    }
}
