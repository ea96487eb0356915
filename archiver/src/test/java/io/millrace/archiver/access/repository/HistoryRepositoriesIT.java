package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.row.Article;
import io.millrace.archiver.access.row.Bar;
import io.millrace.archiver.access.row.MarketEvent;
import io.millrace.archiver.access.row.NewBar;
import io.millrace.archiver.access.row.Order;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.SentimentScore;
import io.millrace.archiver.access.row.SignalStatistics;
import io.millrace.archiver.access.row.TradingSignal;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryRepositoriesIT extends RepositoryTest {
    private static final PageRequest TEN = PageRequest.first(10);

    @Test
    @Covers({"S2-073", "S2-087", "S2-110"})
    void shouldStoreAndReadBars() {
        Bar bar = repositories.prices().create(Samples.bar("AAPL", Samples.TIME));
        assertThat(repositories.prices().findById(bar.id())).contains(bar);
        List<NewBar> many = IntStream.rangeClosed(1, 2_500)
                .mapToObj(i -> Samples.bar("AAPL", Samples.TIME.plus(i, ChronoUnit.MINUTES)))
                .toList();
        assertThat(repositories.prices().createAll(many)).isEqualTo(2_500);
        assertThat(repositories.prices().findLatest("AAPL", "1m").orElseThrow().timestamp())
                .isEqualTo(Samples.TIME.plus(2_500, ChronoUnit.MINUTES));
        assertThat(repositories
                        .prices()
                        .listRange("AAPL", "1m", Samples.TIME, Samples.TIME.plus(5, ChronoUnit.MINUTES), TEN)
                        .rows())
                .hasSize(5)
                .last()
                .isEqualTo(bar);
        assertThat(repositories.prices().list(TEN).rows()).hasSize(10);
        assertThatExceptionOfType(ConstraintViolationException.class)
                .as("the same bar again")
                .isThrownBy(() -> repositories.prices().createAll(List.of(Samples.bar("X", Samples.TIME), many.get(7))))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("prices_application_unique"));
        assertThat(repositories.prices().findLatest("X", "1m")).isEmpty();
        assertThat(PostgresServer.query(database, "SELECT string_agg(DISTINCT engine_id::text, ',') FROM prices"))
                .isEqualTo("0");
    }

    @Test
    @Covers({"S2-074..076", "S2-136", "S2-137"})
    void shouldStoreAnArticleWithItsScoresAndEvents() {
        Article article = repositories.articles().create(Samples.article("a1", "BTC", Samples.TIME));
        assertThat(article.symbols()).containsExactly("BTC", "ALL");
        assertThat(repositories.articles().findById(article.id())).contains(article);
        assertThat(repositories.articles().listBySymbol("ALL", TEN).rows()).containsExactly(article);
        assertThat(repositories.articles().listBySource("wire", TEN).rows()).containsExactly(article);
        assertThat(repositories.articles().listBySymbol("ETH", TEN).rows()).isEmpty();

        SentimentScore low = repositories.sentimentScores().create(Samples.score(article.id(), -0.2, Samples.TIME));
        SentimentScore high =
                repositories.sentimentScores().create(Samples.score(article.id(), 0.6, Samples.TIME.plusSeconds(1)));
        assertThat(high.keywordsNeg()).containsExactly("loss", "risk");
        assertThat(repositories
                        .sentimentScores()
                        .listByArticle(article.id(), TEN)
                        .rows())
                .containsExactly(high, low);
        assertThat(repositories
                        .sentimentScores()
                        .averageForSymbol("BTC", Samples.TIME, Samples.TIME.plusSeconds(5))
                        .orElseThrow())
                .isEqualTo(0.2, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(repositories.sentimentScores().averageForSymbol("ETH", Samples.TIME, Samples.TIME.plusSeconds(5)))
                .isEmpty();

        MarketEvent event = repositories.events().create(Samples.event(article.id(), "HIGH", Samples.TIME));
        assertThat(repositories.events().findById(event.id())).contains(event);
        assertThat(repositories.events().listBySeverity("HIGH", TEN).rows()).containsExactly(event);
        assertThat(repositories.events().listByType("EARNINGS", TEN).rows()).containsExactly(event);
        assertThat(repositories.events().listByType("MERGER", TEN).rows()).isEmpty();
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> repositories.sentimentScores().create(Samples.score(999_999, 0.1, Samples.TIME)));
    }

    @Test
    @Covers({"S2-077", "S3-008", "S3-010..014", "S3-016", "S3-017", "S3-025..031", "S3-053", "S3-057"})
    void shouldStoreASignalSayHowItEndedAndCount() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String won = repositories.signals().saveTradingSignal(Samples.signal("BTCUSDT", now));
        String lost = repositories.signals().saveTradingSignal(Samples.signal("BTCUSDT", now.minusSeconds(60)));
        String open = repositories.signals().saveTradingSignal(Samples.signal("ETHUSDT", now.minusSeconds(120)));
        assertThat(won).matches("BTC_[0-9]{8}_[0-9]{6}_[0-9a-f]{8}");
        assertThatExceptionOfType(ConstraintViolationException.class)
                .as("the same signal again")
                .isThrownBy(() -> repositories.signals().saveTradingSignal(Samples.signal("BTCUSDT", now)))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("trading_signals_trade_id_unique"));

        assertThat(repositories
                        .signals()
                        .recordOutcome(won, "WIN", Samples.decimal("52001.5"), Samples.decimal("150.75"), now, "desk"))
                .isTrue();
        assertThat(repositories.signals().recordOutcome(lost, "LOSS", null, Samples.decimal("-50.25"), now, "desk"))
                .isTrue();
        assertThat(repositories
                        .signals()
                        .recordOutcome("BTC_20200101_000000_00000000", "WIN", null, Samples.decimal("1"), now, "desk"))
                .isFalse();

        TradingSignal read = repositories.signals().findByTradeId(won).orElseThrow();
        assertThat(read.status()).isEqualTo("WON");
        assertThat(read.profitLoss()).isEqualByComparingTo("150.75");
        assertThat(read.riskReward()).isEqualTo(2.0, org.assertj.core.data.Offset.offset(0.001));
        assertThat(read.engineId()).isZero();
        assertThat(read.operands().text()).contains("rsi");
        assertThat(repositories.signals().findById(read.id())).contains(read);
        assertThat(repositories.signals().recent(TEN).rows())
                .extracting(TradingSignal::tradeId)
                .containsExactly(won, lost, open);
        assertThat(repositories.signals().listBySymbol("ETHUSDT", TEN).rows())
                .extracting(TradingSignal::tradeId)
                .containsExactly(open);
        assertThat(repositories.signals().listByType("SELL", TEN).rows()).isEmpty();

        SignalStatistics statistics = repositories.signals().statistics(30);
        assertThat(statistics)
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(new SignalStatistics(
                        3, 1, 1, Samples.decimal("50.00"), Samples.decimal("100.50"), 0.75, Samples.decimal("0.10")));
        // Said again, the newer word counts and both are kept.
        repositories.signals().recordOutcome(lost, "WIN", null, Samples.decimal("1"), now, "desk");
        assertThat(repositories.signals().statistics(30).wins()).isEqualTo(2);
        assertThat(PostgresServer.count(database, "signal_outcomes")).isEqualTo(3);
    }

    @Test
    @Covers("S2-078")
    void shouldFollowAnOrderFromItsSignalToItsEnd() {
        String tradeId = repositories.signals().saveTradingSignal(Samples.signal("BTCUSDT", Samples.TIME));
        long signalId =
                repositories.signals().findByTradeId(tradeId).orElseThrow().id();
        long id = repositories.orders().create(Samples.order(signalId, "NEW", "0", Samples.TIME));
        assertThat(repositories
                        .orders()
                        .changeState(id, Samples.order(signalId, "PARTIALLY_FILLED", "1", Samples.TIME.plusSeconds(1))))
                .isTrue();
        assertThat(repositories
                        .orders()
                        .changeState(id, Samples.order(signalId, "FILLED", "2", Samples.TIME.plusSeconds(2))))
                .isTrue();
        assertThat(repositories.orders().changeState(id + 1_000, Samples.order(signalId, "FILLED", "2", Samples.TIME)))
                .isFalse();
        Order order = repositories.orders().findById(id).orElseThrow();
        assertThat(order.status()).isEqualTo("FILLED");
        assertThat(order.filledQuantity()).isEqualByComparingTo("2");
        assertThat(repositories.orders().listByStatus("FILLED", TEN).rows()).containsExactly(order);
        assertThat(repositories.orders().listByStatus("NEW", TEN).rows()).isEmpty();
        assertThat(repositories.orders().listBySignal(signalId, TEN).rows()).containsExactly(order);
        assertThat(repositories.orders().list(TEN).rows()).containsExactly(order);
        assertThat(PostgresServer.count(database, "order_events")).isEqualTo(3);
        assertThatExceptionOfType(ConstraintViolationException.class)
                .as("a signal that is not there")
                .isThrownBy(() -> repositories.orders().create(Samples.order(123_456L, "NEW", "0", Samples.TIME)))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("order_events_signal_fkey"));
        assertThatExceptionOfType(ConstraintViolationException.class)
                .as("a state that does not fit its quantity")
                .isThrownBy(() -> repositories.orders().create(Samples.order(signalId, "FILLED", "1", Samples.TIME)))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("order_events_status_fits_quantity"));
    }
}
