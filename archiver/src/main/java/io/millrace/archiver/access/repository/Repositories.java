package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.DatabaseConnection;
import io.millrace.archiver.access.connection.Transactions;

/** All repositories over one connection. Any thread; immutable. */
public record Repositories(
        UserRepository users,
        AnalysisRepository analyses,
        PriceRepository prices,
        CandleRepository candles,
        ArticleRepository articles,
        SentimentScoreRepository sentimentScores,
        EventRepository events,
        TradingSignalRepository signals,
        OrderRepository orders,
        BacktestResultRepository backtestResults,
        AiTrainingRepository training,
        ModelValidationRepository modelValidations,
        AuthRepository auth,
        JobRepository jobs,
        ConfigRepository configs,
        AuditRepository audit,
        SchedulerRepository scheduler,
        UserSessionRepository userSessions,
        RateLimitRepository rateLimits,
        CacheRepository cache,
        HealthRepository health) {

    public static Repositories of(DatabaseConnection connection) {
        Transactions transactions = connection.transactions();
        return new Repositories(
                new UserRepository(transactions),
                new AnalysisRepository(transactions),
                new PriceRepository(transactions),
                new CandleRepository(transactions),
                new ArticleRepository(transactions),
                new SentimentScoreRepository(transactions),
                new EventRepository(transactions),
                new TradingSignalRepository(transactions),
                new OrderRepository(transactions),
                new BacktestResultRepository(transactions),
                new AiTrainingRepository(transactions),
                new ModelValidationRepository(transactions),
                new AuthRepository(transactions),
                new JobRepository(transactions),
                new ConfigRepository(transactions),
                new AuditRepository(transactions),
                new SchedulerRepository(transactions),
                new UserSessionRepository(transactions),
                new RateLimitRepository(transactions),
                new CacheRepository(transactions),
                new HealthRepository(transactions));
    }
}
