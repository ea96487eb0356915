package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.CompleteAnalysis;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.StockAnalysis;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Analyses with their parts. Any thread.
 *
 * <p>{@link #store} is the whole way of an analysis into the database, in one transaction: the user's profile, where it is not
 * there yet, the analysis, and everything that belongs to it. What names a user acts for him; what does not shows the analyses of
 * the user for whom the caller acts, or all of them to maintenance.
 */
public final class AnalysisRepository extends BaseRepository<StockAnalysis, UUID> {
    private static final String COLUMNS =
            "id, user_id, symbol, exchange, period, interval, status, analysis_type, signal, confidence, risk_level, sector,"
                    + " current_price, price_change_percent, data_from, data_to, summary, analysis_data, error_message,"
                    + " created_at, updated_at";
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";
    private static final String BEHIND =
            " (created_at, id) < (:afterTime, :afterId::uuid) ORDER BY created_at DESC, id DESC LIMIT :limit";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO stock_analyses (id, user_id, symbol, exchange, period, interval, status, analysis_type, signal, confidence,
                risk_level, sector, current_price, price_change_percent, data_from, data_to, summary, analysis_data,
                error_message)
            VALUES (:id, :userId, :symbol, :exchange, :period, :interval, :status, :analysisType, :signal, :confidence, :riskLevel,
                :sector, :currentPrice, :priceChangePercent, :dataFrom, :dataTo, :summary, :analysisData, :errorMessage)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM stock_analyses WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS + " FROM stock_analyses WHERE" + BEHIND);
    private static final Sql UPDATE = Sql.update("""
            UPDATE stock_analyses SET status = :status, signal = :signal, confidence = :confidence, risk_level = :riskLevel,
                sector = :sector, current_price = :currentPrice, price_change_percent = :priceChangePercent,
                data_from = :dataFrom, data_to = :dataTo, summary = :summary, analysis_data = :analysisData,
                error_message = :errorMessage
            WHERE id = :id
            RETURNING\s""" + COLUMNS);
    private static final Sql DELETE = Sql.delete("DELETE FROM stock_analyses WHERE id = :id");
    private static final Sql BY_USER =
            Sql.select("SELECT " + COLUMNS + " FROM stock_analyses WHERE user_id = :userId AND" + BEHIND);
    private static final Sql BY_SYMBOL =
            Sql.select("SELECT " + COLUMNS + " FROM stock_analyses WHERE symbol = :symbol AND" + BEHIND);

    private static final int NAME_LENGTH = 100;

    private final UserRepository users;
    private final AnalysisParts parts;

    public AnalysisRepository(Transactions transactions) {
        super(transactions, new Crud(INSERT, BY_ID, LIST, UPDATE, DELETE, ANY_ID), StockAnalysis.class);
        users = new UserRepository(transactions);
        parts = new AnalysisParts(transactions.statements("AnalysisRepository"));
    }

    @Override
    public StockAnalysis create(StockAnalysis candidate) {
        checks("create").required("analysis", candidate).required("userId", candidate.userId());
        return transactions().actingFor(candidate.userId(), () -> super.create(candidate));
    }

    @Override
    public Optional<StockAnalysis> update(StockAnalysis changed) {
        checks("update").required("analysis", changed).required("userId", changed.userId());
        return transactions().actingFor(changed.userId(), () -> super.update(changed));
    }

    /** Stores an analysis with all its parts and, where he is new, its user; all or nothing. */
    public StockAnalysis store(CompleteAnalysis complete) {
        AnalysisChecks.check(checks("store"), complete);
        return transactions().actingFor(complete.analysis().userId(), () -> {
            users.ensureProfile(complete.analysis().userId().toString());
            StockAnalysis stored =
                    call("store", INSERT).bindRow(complete.analysis()).one(StockAnalysis.class);
            parts.store(complete);
            return stored;
        });
    }

    /** Stores many, all or none. */
    public List<StockAnalysis> storeAll(List<CompleteAnalysis> many) {
        return transactions().call(() -> many.stream().map(this::store).toList());
    }

    /** An analysis with all its parts, as of one moment. */
    public Optional<CompleteAnalysis> findComplete(UUID id) {
        checks("findComplete").required("id", id);
        return transactions().repeatableRead(() -> findById(id).map(parts::load));
    }

    /** Of one user, newest first. */
    public Page<StockAnalysis> listByUser(UUID userId, PageRequest page) {
        checks("listByUser").required("userId", userId);
        return transactions()
                .actingFor(
                        userId,
                        () -> page(
                                "listByUser",
                                call("listByUser", BY_USER).bind("userId", userId),
                                page,
                                ANY_ID,
                                StockAnalysis.class));
    }

    /** Of one instrument, newest first. */
    public Page<StockAnalysis> listBySymbol(String symbol, PageRequest page) {
        checks("listBySymbol").text("symbol", symbol, NAME_LENGTH);
        return page(
                "listBySymbol",
                call("listBySymbol", BY_SYMBOL).bind("symbol", symbol),
                page,
                ANY_ID,
                StockAnalysis.class);
    }

    @Override
    void check(Checks checks, StockAnalysis analysis) {
        AnalysisChecks.check(checks, analysis);
    }
}
