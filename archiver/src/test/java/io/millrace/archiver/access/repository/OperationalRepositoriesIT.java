package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.archiver.access.connection.Identity;
import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.row.AuditEntry;
import io.millrace.archiver.access.row.AuthSession;
import io.millrace.archiver.access.row.BackgroundJob;
import io.millrace.archiver.access.row.BacktestResult;
import io.millrace.archiver.access.row.Configuration;
import io.millrace.archiver.access.row.HealthRecord;
import io.millrace.archiver.access.row.ModelValidation;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.RateLimitWindow;
import io.millrace.archiver.access.row.SchedulerExecution;
import io.millrace.archiver.access.row.TrainingSample;
import io.millrace.archiver.access.row.UserSession;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // A session that is only held, or left without commit, is what is tested.
class OperationalRepositoriesIT extends RepositoryTest {
    private static final PageRequest TEN = PageRequest.first(10);
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

    @Test
    @Covers({"S1-065..069", "S1-109"})
    void shouldKeepOneSessionPerBroker() {
        AuthRepository auth = repositories.auth();
        assertThat(auth.getActiveSession("kite")).isEmpty();
        auth.saveSession("kite", "access-1", null, LATER);
        AuthSession second = auth.saveSession("kite", "access-2", "session-2", LATER);
        assertThat(auth.getActiveSession("kite")).contains(second);
        assertThat(second.toString()).doesNotContain("access-2").doesNotContain("session-2");
        AuthSession renewed =
                auth.updateSessionToken("kite", "access-3", null, LATER).orElseThrow();
        assertThat(renewed.id()).isEqualTo(second.id());
        assertThat(renewed.accessToken()).isEqualTo("access-3");
        assertThat(renewed.sessionToken()).as("stays").isEqualTo("session-2");
        assertThat(auth.updateSessionToken("breeze", "x", null, LATER)).isEmpty();
        assertThat(auth.deactivateSession("kite")).isTrue();
        assertThat(auth.deactivateSession("kite")).isFalse();
        assertThat(auth.getActiveSession("kite")).isEmpty();
        auth.saveSession("breeze", "old", null, Instant.now().minusSeconds(1));
        assertThat(auth.getActiveSession("breeze")).as("its time is over").isEmpty();
        assertThat(auth.cleanupExpiredSessions()).isEqualTo(1);
        assertThat(auth.cleanupExpiredSessions()).isZero();
        assertThat(auth.history("kite", TEN).rows()).hasSize(2);
    }

    @Test
    @Covers({"S1-070..074", "S1-112"})
    void shouldFollowAJobToItsEnd() {
        JobRepository jobs = repositories.jobs();
        BackgroundJob job = jobs.createJob("backtest", new Json("{\"days\": 30}"), "desk");
        assertThat(job.status()).isEqualTo("pending");
        assertThat(jobs.updateProgress(job.jobId(), 40).orElseThrow().startedAt())
                .isNotNull();
        assertThat(jobs.getJobsByStatus("running", TEN).rows())
                .extracting(BackgroundJob::jobId)
                .containsExactly(job.jobId());
        BackgroundJob done = jobs.updateJobStatus(job.jobId(), "completed", 100, new Json("{\"sharpe\": 2}"), null)
                .orElseThrow();
        assertThat(done.finishedAt()).isNotNull();
        assertThat(jobs.getJob(job.jobId())).contains(done);
        assertThatExceptionOfType(ConstraintViolationException.class)
                .as("over is over")
                .isThrownBy(() -> jobs.updateProgress(job.jobId(), 50))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("background_jobs_status_final"));
        assertThat(jobs.updateProgress(UUID.randomUUID(), 1)).isEmpty();
        BackgroundJob failed = jobs.createJob("auto_login");
        jobs.updateJobStatus(failed.jobId(), "failed", 10, null, "no answer");
        assertThat(jobs.recent(TEN).rows())
                .extracting(BackgroundJob::jobId)
                .containsExactly(failed.jobId(), job.jobId());
        assertThat(jobs.cleanupOldJobs(7)).isZero();
        assertThat(jobs.cleanupOldJobs(0)).isEqualTo(2);
    }

    @Test
    @Covers({"S1-075..079", "S1-111"})
    void shouldCountTheVersionsOfASetting() {
        ConfigRepository configs = repositories.configs();
        assertThat(configs.getConfig("trading", "max-risk")).isEmpty();
        assertThat(configs.setConfig("trading", "max-risk", new Json("0.02")).version())
                .isEqualTo(1);
        assertThat(configs.setConfig("trading", "max-risk", new Json("0.03")).version())
                .isEqualTo(2);
        assertThat(configs.setConfigIfVersion("trading", "max-risk", new Json("0.05"), 1))
                .as("somebody was faster")
                .isEmpty();
        Configuration set = configs.setConfigIfVersion("trading", "max-risk", new Json("0.05"), 2)
                .orElseThrow();
        assertThat(configs.getConfig("trading", "max-risk")).contains(set);
        configs.saveSchedulerConfig("daily", new Json("{\"at\": \"09:15\"}"));
        assertThat(configs.getSchedulerConfig())
                .extracting(Configuration::configKey)
                .containsExactly("daily");
        assertThat(configs.getConfigsByType("trading")).containsExactly(set);
        assertThat(configs.list(TEN).rows()).hasSize(2);
        Configuration secret = configs.setConfig("auth", "api-key", new Json("\"hidden\""), true, "key of the broker");
        assertThat(secret.toString()).doesNotContain("hidden");
        assertThat(configs.remove("trading", "max-risk")).isTrue();
        assertThat(configs.remove("trading", "max-risk")).isFalse();
    }

    @Test
    @Covers({"S1-080..084", "S1-098", "S1-099", "S1-110", "S3-059"})
    void shouldWriteAndReadTheAuditTrail() {
        AuditRepository audit = repositories.audit();
        connection.transactions().as(Identity.of("data-service", "user-1"), () -> {
            audit.log("signal", "s1", "REVIEWED", null, new Json("{\"by\": \"desk\"}"), Json.EMPTY_OBJECT);
            audit.logAuthAction("kite", "LOGIN_REFUSED", new Json("{\"reason\": \"code\"}"));
            return null;
        });
        audit.logConfigChange("trading", "file", new Json("1"), new Json("2"));
        long last = audit.logJobAction("j1", "RETRIED", Json.EMPTY_OBJECT);

        AuditEntry entry = audit.getLogsByEntity("signal", "s1", TEN).rows().get(0);
        assertThat(entry.actor()).isEqualTo("data-service");
        assertThat(entry.userId()).isEqualTo("user-1");
        assertThat(entry.action()).isEqualTo("REVIEWED");
        assertThat(entry.oldValue()).isNull();
        assertThat(entry.newValue()).isEqualTo(new Json("{\"by\": \"desk\"}"));
        assertThat(audit.getLogsByUser("user-1", TEN).rows())
                .extracting(AuditEntry::action)
                .containsExactly("LOGIN_REFUSED", "REVIEWED");
        assertThat(audit.recent(PageRequest.first(1)).rows())
                .extracting(AuditEntry::chainSequence)
                .containsExactly(last);
        assertThat(audit.getLogsByEntity("config", "trading/file", TEN).rows()).hasSize(1);
        assertThat(audit.getLogsByEntity("auth", "kite", TEN).rows()).hasSize(1);
    }

    @Test
    @Covers({"S1-110", "S1-128"})
    void shouldWriteTheAuditEntryInTheTransactionOfTheChange() {
        long before = PostgresServer.count(database, "audit_logs");
        connection.transactions().as(Identity.of("data-service", "user-1"), () -> {
            repositories.auth().saveSession("kite", "top-secret-token", "other-secret-token", LATER);
            return repositories.configs().setConfig("api", "limit", new Json("5"));
        });
        assertThat(repositories.audit().getLogsByUser("user-1", TEN).rows())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(entry -> assertThat(entry.actor()).isEqualTo("data-service"))
                .noneMatch(entry -> entry.toString().contains("secret-token"));
        long after = PostgresServer.count(database, "audit_logs");
        assertThat(after).isGreaterThan(before);
        try (var session = connection.session()) {
            repositories.configs().setConfig("api", "limit", new Json("6"));
        }
        assertThat(PostgresServer.count(database, "audit_logs"))
                .as("rolled back with its change")
                .isEqualTo(after);
    }

    @Test
    void shouldKeepTheRunsOfTheScheduler() {
        SchedulerRepository scheduler = repositories.scheduler();
        BackgroundJob job = repositories.jobs().createJob("data_collection");
        SchedulerExecution good = scheduler.recordExecution("daily", job.jobId(), "kite", 1_250L, true, null);
        SchedulerExecution bad = scheduler.recordExecution("daily", null, "kite", null, false, "no answer");
        scheduler.recordExecution("weekly", null, "kite", 5L, true, null);
        assertThat(scheduler.findLatest("daily")).contains(bad);
        assertThat(scheduler.listByJob("daily", TEN).rows()).containsExactly(bad, good);
        assertThat(scheduler.recent(TEN).rows()).hasSize(3);
    }

    @Test
    void shouldKeepALoginUntilItEnds() {
        UserSessionRepository sessions = repositories.userSessions();
        UUID user = repositories.users().createAnonymousProfile().id();
        String token = "0123456789abcdef-token";
        UserSession session = sessions.create(user, "ann", token, LATER);
        assertThat(sessions.findByToken(token)).contains(session);
        assertThat(sessions.touch(token).orElseThrow().lastActivity()).isAfter(session.lastActivity());
        assertThat(sessions.findByToken(token + "x")).isEmpty();
        assertThat(sessions.listByUsername("ann", TEN).rows()).hasSize(1);
        assertThat(PostgresServer.query(database, "SELECT session_token FROM user_sessions"))
                .startsWith("sha256:")
                .doesNotContain("token");
        assertThat(sessions.end(token)).isTrue();
        assertThat(sessions.touch(token)).isEmpty();
        assertThat(sessions.cleanupExpiredSessions()).isZero();
    }

    @Test
    void shouldLetThroughNoMoreRequestsThanTheLimit() {
        RateLimitWindow window = null;
        for (int i = 0; i < 5; i++) {
            window = repositories.rateLimits().countRequest("kite", "/quote", 3, Duration.ofHours(24));
        }
        assertThat(window.requestCount()).isEqualTo(3);
        assertThat(window.blockedCount()).isEqualTo(2);
        assertThat(repositories.rateLimits().listByApi("kite", TEN).rows()).containsExactly(window);
        assertThat(repositories.rateLimits().cleanupOldWindows(0)).isZero();
    }

    @Test
    void shouldFindInTheCacheWhatIsStillGoodAndCount() {
        CacheRepository cache = repositories.cache();
        assertThat(cache.get("k")).isEmpty();
        cache.put("k", new Json("[1, 2]"), null);
        cache.get("k");
        assertThat(cache.get("k").orElseThrow().accessCount()).isEqualTo(2);
        cache.put("short", new Json("1"), Duration.ZERO);
        assertThat(cache.get("short")).isEmpty();
        assertThat(PostgresServer.query(database, "SELECT miss_count FROM cache_entries WHERE cache_key = 'short'"))
                .isEqualTo("1");
        assertThat(cache.evictExpired()).isEqualTo(1);
        assertThat(cache.evict("k")).isTrue();
        assertThat(cache.evict("k")).isFalse();
    }

    @Test
    void shouldKeepWhatHealthChecksFind() {
        HealthRepository health = repositories.health();
        health.record("database", "healthy", 1.5, 0, Json.EMPTY_OBJECT);
        HealthRecord bad = health.record("database", "unhealthy", null, 3, new Json("{\"why\": \"away\"}"));
        HealthRecord other = health.record("engine", "healthy", 0.5, 0, Json.EMPTY_OBJECT);
        assertThat(health.findLatest("database")).contains(bad);
        assertThat(health.latestOfEach()).containsExactly(bad, other);
        assertThat(health.listByComponent("database", TEN).rows()).hasSize(2);
        assertThat(health.cleanupOldRecords(1)).isZero();
    }

    @Test
    @Covers({"S2-070..072", "S2-079", "S2-126"})
    void shouldCreateReadListChangeAndDeleteBacktestResults() {
        BacktestResultRepository results = repositories.backtestResults();
        BacktestResult result = results.create(Samples.backtest());
        assertThat(results.findById(result.id())).contains(result);
        BackgroundJob job = repositories.jobs().createJob("backtest");
        BacktestResult changed = new BacktestResult(
                result.id(),
                job.jobId(),
                result.config(),
                new Json("{\"sharpe\": 2}"),
                result.trades(),
                result.equityCurve(),
                null);
        assertThat(results.update(changed).orElseThrow().metrics()).isEqualTo(new Json("{\"sharpe\": 2}"));
        assertThat(results.listByJob(job.jobId())).hasSize(1);
        assertThat(results.createAll(List.of(Samples.backtest(), Samples.backtest())))
                .isEqualTo(2);
        assertThat(results.list(TEN).rows()).hasSize(3);
        assertThat(results.delete(result.id())).isTrue();
        assertThat(results.findById(result.id())).isEmpty();
    }

    @Test
    @Covers({"S3-009", "S3-015", "S3-037..039"})
    void shouldKeepASampleOfEachSignalAndWhatCameOfIt() {
        AiTrainingRepository training = repositories.training();
        String tradeId = "BTC_20241220_143052_a1b2c3d4";
        training.saveAiTrainingData(tradeId, "BTCUSDT", new Json("{\"rsi\": 30}"), "BUY", Json.EMPTY_OBJECT);
        training.addTrainingSample(Samples.sample(null));
        TrainingSample known = training.recordOutcome(tradeId, "WIN", Samples.decimal("12.5"), Samples.TIME)
                .orElseThrow();
        assertThat(known.outcome()).isEqualTo("WIN");
        assertThat(training.listByOutcome("WIN", TEN).rows()).containsExactly(known);
        assertThat(training.recordOutcome("BTC_20241220_143052_00000000", "WIN", null, Samples.TIME))
                .isEmpty();
        assertThat(training.statistics(30).totalSamples()).isEqualTo(2);
        assertThat(training.statistics(30).wins()).isEqualTo(1);
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> training.create(Samples.sample(tradeId)))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("ai_training_data_trade_once"));
        assertThat(training.delete(known.id())).isTrue();
    }

    @Test
    void shouldShowTheNewestValidationOfAModel() {
        ModelValidationRepository runs = repositories.modelValidations();
        runs.create(Samples.validation("boost", 0.6));
        ModelValidation newest = runs.create(Samples.validation("boost", 0.7));
        assertThat(newest.f1Score()).isEqualTo(0.5);
        assertThat(runs.performance("boost")).containsExactly(newest);
        assertThat(runs.performance("other")).isEmpty();
        assertThat(runs.findById(newest.id())).contains(newest);
    }
}
