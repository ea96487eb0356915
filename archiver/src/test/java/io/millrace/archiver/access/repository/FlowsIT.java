package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.access.connection.Identity;
import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.RetryPolicy;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.error.DeadlockException;
import io.millrace.archiver.access.row.Article;
import io.millrace.archiver.access.row.BackgroundJob;
import io.millrace.archiver.access.row.Configuration;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.SignalStatistics;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.audit.AuditCheck;
import io.millrace.archiver.audit.AuditVerifier;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The five flows of the documents, by eight writers at once, with violations and deadlocks among them; then everything is counted. */
@Timeout(180)
@Covers({"S0-045", "S2-087", "S2-088", "S3-008", "S2-128..130", "S2-135", "S1-110", "S1-113", "S3-067"})
class FlowsIT extends RepositoryTest {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 8;
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
    private static final RetryPolicy PATIENT = new RetryPolicy(20, Duration.ofMillis(5), Duration.ofMillis(200));

    private final AtomicInteger violations = new AtomicInteger();
    private final AtomicInteger deadlocks = new AtomicInteger();
    private final AtomicInteger provoked = new AtomicInteger();

    @Test
    void shouldKeepEveryFlowWholeUnderConcurrency() throws Exception {
        UUID shared = UUID.randomUUID();
        repositories.users().ensureProfile(shared.toString());
        run(writer -> {
            for (int round = 0; round < ROUNDS; round++) {
                storeAnalysis(writer, round, shared);
                writeAndReadNews(writer, round);
                followSignal(writer, round);
                runJob(writer, round);
                changeSettingsCrosswise(writer);
            }
        });

        int flows = WRITERS * ROUNDS;
        assertCount("stock_analyses", 2L * flows);
        assertCount("technical_indicators", 2L * 2 * flows);
        assertCount("multi_timeframe_analysis", 2L * 2 * flows);
        assertCount("profiles", 1L + flows);
        assertCount("articles", flows);
        assertCount("sentiment_scores", flows);
        assertCount("events", flows);
        assertCount("trading_signals", flows);
        assertCount("signal_outcomes", flows);
        assertCount("orders", flows);
        assertCount("ai_training_data", flows);
        assertCount("background_jobs", flows);
        assertCount("backtest_results", flows);
        SignalStatistics statistics = repositories.signals().statistics(1);
        assertThat(statistics.totalSignals()).isEqualTo(flows);
        assertThat(statistics.wins() + statistics.losses()).isEqualTo(flows);
        assertThat(repositories.users().analysisCount(shared)).isEqualTo(flows);
        // Each writer has raised both settings once a round, whoever it had to wait for.
        for (String key : List.of("left", "right")) {
            assertThat(repositories
                            .configs()
                            .getConfig("trading", key)
                            .orElseThrow()
                            .configValue()
                            .text())
                    .as(key)
                    .isEqualTo(Integer.toString(flows));
        }
        assertThat(violations.get())
                .as("violations mapped")
                .isEqualTo(provoked.get())
                .isEqualTo(2 * flows);
        assertThat(deadlocks.get()).as("deadlocks mapped and run again").isPositive();
        assertThat(connection.pool().checkedOut()).isZero();

        AuditCheck check = AuditVerifier.verify(database, List.of(), entries -> {});
        assertThat(check.whole()).as(check.toString()).isTrue();
        assertThat(Long.parseLong(PostgresServer.query(
                        database,
                        "SELECT count(*) FROM audit_logs WHERE entity_type = 'background_jobs' AND action = 'INSERT'")))
                .isEqualTo(flows);
        assertThat(Long.parseLong(PostgresServer.query(
                        database,
                        "SELECT count(*) FROM audit_logs WHERE entity_type = 'system_configurations'"
                                + " AND actor LIKE 'writer-%'")))
                .as("each change of a setting, by its writer")
                .isEqualTo(2L * flows);
    }

    @Test
    @Covers("S2-093")
    void shouldMapADeadlockBetweenRepositories() throws Exception {
        repositories.configs().setConfig("trading", "left", new Json("0"));
        repositories.configs().setConfig("trading", "right", new Json("0"));
        CyclicBarrier both = new CyclicBarrier(2);
        List<CompletableFuture<Throwable>> sides = new ArrayList<>();
        for (List<String> order : List.of(List.of("left", "right"), List.of("right", "left"))) {
            sides.add(CompletableFuture.supplyAsync(() -> {
                        connection.transactions().run(() -> {
                            repositories.configs().setConfig("trading", order.get(0), new Json("1"));
                            await(both);
                            repositories.configs().setConfig("trading", order.get(1), new Json("2"));
                        });
                        return (Throwable) null;
                    })
                    .exceptionally(Throwable::getCause));
        }
        List<Throwable> ends = sides.stream().map(CompletableFuture::join).toList();
        assertThat(ends).filteredOn(end -> end == null).as("one has won").hasSize(1);
        assertThat(ends)
                .filteredOn(end -> end != null)
                .singleElement()
                .isInstanceOfSatisfying(DeadlockException.class, e -> {
                    assertThat(e.context().sqlState()).isIn("40P01", "55P03");
                    assertThat(e.context().operation().toString()).isEqualTo("ConfigRepository.setConfig");
                    assertThat(e.isRetryable()).isTrue();
                });
    }

    private void storeAnalysis(int writer, int round, UUID shared) {
        UUID user = UUID.randomUUID();
        repositories.analyses().store(Samples.complete(user, "W" + writer));
        var again = Samples.complete(shared, "R" + round);
        repositories.analyses().store(again);
        provoke(() -> repositories.analyses().store(again));
    }

    private void writeAndReadNews(int writer, int round) {
        Instant at = Samples.TIME.plusSeconds(round);
        String name = writer + "-" + round;
        connection.transactions().run(() -> {
            Article article = repositories.articles().create(Samples.article(name, "W" + writer, at));
            repositories.sentimentScores().create(Samples.score(article.id(), 0.5, at));
            repositories.events().create(Samples.event(article.id(), "LOW", at));
            assertThat(repositories.articles().findById(article.id())).contains(article);
        });
    }

    private void followSignal(int writer, int round) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String symbol = "W" + writer + "R" + round;
        String tradeId = connection.transactions().call(() -> {
            String id = repositories.signals().saveTradingSignal(Samples.signal(symbol, at));
            repositories.training().saveAiTrainingData(id, symbol, new Json("{\"rsi\": 30}"), "BUY", Json.EMPTY_OBJECT);
            return id;
        });
        provoke(() -> repositories.signals().saveTradingSignal(Samples.signal(symbol, at)));
        long signalId =
                repositories.signals().findByTradeId(tradeId).orElseThrow().id();
        repositories.orders().create(Samples.order(signalId, "FILLED", "2", at));
        String result = round % 2 == 0 ? "WIN" : "LOSS";
        connection.transactions().run(() -> {
            assertThat(repositories
                            .signals()
                            .recordOutcome(tradeId, result, null, Samples.decimal("1.5"), at.plusSeconds(1), "desk"))
                    .isTrue();
            assertThat(repositories
                            .training()
                            .recordOutcome(tradeId, result, Samples.decimal("1.5"), at.plusSeconds(1)))
                    .isPresent();
        });
    }

    private void runJob(int writer, int round) {
        BackgroundJob job = repositories.jobs().createJob("backtest", Json.EMPTY_OBJECT, "writer-" + writer);
        repositories.jobs().updateProgress(job.jobId(), 50);
        connection.transactions().run(() -> {
            var result = repositories.backtestResults().create(Samples.backtest());
            repositories
                    .jobs()
                    .updateJobStatus(
                            job.jobId(), "completed", 100, new Json("{\"result\": \"" + result.id() + "\"}"), null);
        });
        repositories.auth().saveSession(writer % 2 == 0 ? "kite" : "breeze", "token-" + writer + round, null, LATER);
        assertThat(repositories.auth().getActiveSession(writer % 2 == 0 ? "kite" : "breeze"))
                .isPresent();
        assertThat(repositories
                        .jobs()
                        .getJobsByStatus("completed", PageRequest.first(1))
                        .rows())
                .hasSize(1);
    }

    /** Half of the writers take the two settings in the other order, so that they meet in deadlocks. */
    private void changeSettingsCrosswise(int writer) {
        List<String> order = writer % 2 == 0 ? List.of("left", "right") : List.of("right", "left");
        Transactions transactions = connection.transactions();
        transactions.retrying(
                PATIENT,
                () -> transactions.as(Identity.ofComponent("writer-" + writer), () -> {
                    order.forEach(this::raise);
                    return null;
                }));
    }

    private void raise(String key) {
        ConfigRepository configs = repositories.configs();
        try {
            for (int tries = 0; tries < 1_000; tries++) {
                Configuration now = configs.getConfig("trading", key).orElseThrow();
                int next = Integer.parseInt(now.configValue().text()) + 1;
                if (configs.setConfigIfVersion("trading", key, new Json(Integer.toString(next)), now.version())
                        .isPresent()) {
                    return;
                }
            }
            throw new IllegalStateException("no end of races for " + key);
        } catch (DeadlockException e) {
            deadlocks.incrementAndGet();
            throw e;
        }
    }

    private void provoke(Runnable work) {
        provoked.incrementAndGet();
        try {
            work.run();
        } catch (ConstraintViolationException e) {
            assertThat(e.context().constraint()).isNotEmpty();
            violations.incrementAndGet();
        }
    }

    private void run(IntConsumer writer) throws Exception {
        // Found sooner than after a second, so that many fit into a test.
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        PostgresServer.execute(database, "ALTER DATABASE " + name + " SET deadlock_timeout = '50ms'");
        repositories.configs().setConfig("trading", "left", new Json("0"));
        repositories.configs().setConfig("trading", "right", new Json("0"));
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<CompletableFuture<Void>> all = IntStream.range(0, WRITERS)
                    .mapToObj(number -> CompletableFuture.runAsync(() -> writer.accept(number), threads))
                    .toList();
            for (CompletableFuture<Void> each : all) {
                each.get(120, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void assertCount(String table, long expected) {
        assertThat(PostgresServer.count(database, table)).as(table).isEqualTo(expected);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
