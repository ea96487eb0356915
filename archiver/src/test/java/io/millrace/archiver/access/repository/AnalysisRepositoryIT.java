package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.error.TypeMismatchException;
import io.millrace.archiver.access.row.CompleteAnalysis;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.Profile;
import io.millrace.archiver.access.row.StockAnalysis;
import io.millrace.archiver.access.row.TechnicalIndicator;
import io.millrace.archiver.access.row.UserActivity;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnalysisRepositoryIT extends RepositoryTest {
    private static final List<String> PARTS = List.of(
            "technical_indicators",
            "pattern_recognition",
            "trading_levels",
            "volume_analysis",
            "risk_management",
            "sector_benchmarking",
            "multi_timeframe_analysis");

    @Test
    @Covers({"S0-035", "S0-036", "S0-042", "S0-043", "S0-045", "S0-050", "S0-054", "S0-056", "S0-057"})
    void shouldStoreAndReadACompleteAnalysisOfAUserWhoWasNotThere() {
        CompleteAnalysis complete = Samples.complete(UUID.randomUUID(), "RELIANCE");
        StockAnalysis stored = repositories.analyses().store(complete);
        assertThat(stored.createdAt()).isNotNull();
        assertThat(List.of(stored.exchange(), stored.period(), stored.interval()))
                .containsExactly("NSE", "1y", "1d");

        CompleteAnalysis read = connection
                .transactions()
                .actingFor(
                        stored.userId(),
                        () -> repositories.analyses().findComplete(stored.id()).orElseThrow());
        assertThat(repositories.analyses().findComplete(stored.id()))
                .as("for nobody in particular")
                .isEmpty();
        assertThat(connection
                        .transactions()
                        .actingFor(
                                UUID.randomUUID(), () -> repositories.analyses().findComplete(stored.id())))
                .as("for somebody else")
                .isEmpty();
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("analysis.createdAt", "analysis.updatedAt")
                .isEqualTo(complete);
        Profile user =
                repositories.users().findById(complete.analysis().userId()).orElseThrow();
        assertThat(user.isAnonymous()).isTrue();
        assertThat(user.lastActiveAt()).isNotNull();
    }

    @Test
    @Covers({"S0-036", "S0-044", "S0-048", "S2-129"})
    void shouldStoreNothingWhenAPartIsRefused() {
        UUID user = UUID.randomUUID();
        CompleteAnalysis good = Samples.complete(user, "TCS");
        TechnicalIndicator twice = good.indicators().get(0);
        CompleteAnalysis bad = new CompleteAnalysis(
                good.analysis(),
                List.of(twice, twice),
                good.patterns(),
                good.levels(),
                good.volume(),
                good.risk(),
                good.sectors(),
                good.timeframes());
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> repositories.analyses().storeAll(List.of(Samples.complete(user, "INFY"), bad)))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("technical_indicators_once"));
        assertThat(repositories.users().findById(user)).isEmpty();
        assertThat(PostgresServer.count(database, "stock_analyses")).isZero();
        assertThat(PARTS)
                .allSatisfy(table ->
                        assertThat(PostgresServer.count(database, table)).isZero());
    }

    @Test
    @Covers({"S0-037", "S0-038", "S0-047", "S0-049"})
    void shouldRefuseWhatIsNoUuidNoNumberOrOutOfRange() {
        for (String wrong : List.of("anonymous", "1-1-1-1-1", "00000000-0000-0000-0000-00000000000g", "")) {
            assertThatExceptionOfType(TypeMismatchException.class)
                    .isThrownBy(() -> repositories.users().ensureProfile(wrong))
                    .withMessageContaining("not a UUID");
        }
        StockAnalysis good = Samples.analysis(UUID.randomUUID(), "TCS");
        assertThatExceptionOfType(TypeMismatchException.class)
                .isThrownBy(() -> repositories.analyses().create(withConfidence(good, Double.NaN)))
                .withMessageContaining("not a number")
                .satisfies(e -> assertThat(e.context().column()).isEqualTo("confidence"));
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> repositories.analyses().create(withConfidence(good, 1.01)))
                .withMessageContaining("outside of 0.0 to 1.0");
        assertThatExceptionOfType(ConstraintViolationException.class)
                .as("a user who is not there")
                .isThrownBy(() -> repositories.analyses().create(good))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("stock_analyses_user_fkey"));
    }

    @Test
    @Covers({"S0-040", "S0-041", "S0-051", "S0-052", "S0-058", "S2-109"})
    void shouldCountAndPageThroughTheAnalysesOfAUser() {
        UUID user = UUID.randomUUID();
        for (int i = 0; i < 7; i++) {
            repositories.analyses().store(Samples.complete(user, "SYM" + i % 3));
        }
        repositories.analyses().store(Samples.complete(UUID.randomUUID(), "SYM0"));
        assertThat(repositories.users().analysisCount(user)).isEqualTo(7);
        UserActivity activity = repositories.users().activity(user).orElseThrow();
        assertThat(activity.analysisCount()).isEqualTo(7);
        assertThat(activity.symbolCount()).isEqualTo(3);

        Page<StockAnalysis> first = repositories.analyses().listByUser(user, PageRequest.first(3));
        // A row that comes meanwhile moves nothing.
        repositories.analyses().store(Samples.complete(user, "NEW"));
        Page<StockAnalysis> second = repositories
                .analyses()
                .listByUser(user, new PageRequest(3, first.next().orElseThrow()));
        Page<StockAnalysis> third = repositories
                .analyses()
                .listByUser(user, new PageRequest(3, second.next().orElseThrow()));
        assertThat(first.rows())
                .hasSize(3)
                .isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
        assertThat(second.rows()).hasSize(3);
        assertThat(third.rows()).hasSize(1);
        assertThat(third.next()).isEmpty();
        assertThat(List.of(first, second, third))
                .flatExtracting(Page::rows)
                .extracting(StockAnalysis::id)
                .doesNotHaveDuplicates();
        assertThat(connection
                        .transactions()
                        .forMaintenance(() -> repositories
                                .analyses()
                                .listBySymbol("SYM0", PageRequest.first(10))
                                .rows()))
                .hasSize(4);
        assertThat(repositories
                        .analyses()
                        .listBySymbol("SYM0", PageRequest.first(10))
                        .rows())
                .as("for nobody in particular")
                .isEmpty();
    }

    @Test
    @Covers({"S2-070..072", "S2-088", "S2-126"})
    void shouldCreateReadListChangeAndDeleteUsersAndAnalyses() {
        Profile known = repositories.users().create(UserRepository.known("Ann@Example.org", "Ann"));
        assertThat(repositories.users().findByEmail("ANN@example.org")).contains(known);
        Profile changed = new Profile(
                known.id(), known.email(), "Ann B", false, new Json("{\"theme\": \"dark\"}"), null, null, null);
        assertThat(repositories.users().update(changed).orElseThrow().fullName())
                .isEqualTo("Ann B");
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> repositories.users().create(UserRepository.known("ann@example.org", "other")))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("profiles_email_unique"));
        Profile anonymous = repositories.users().createAnonymousProfile();
        assertThat(connection
                        .transactions()
                        .forMaintenance(() ->
                                repositories.users().list(PageRequest.first(10)).rows()))
                .extracting(Profile::id)
                .containsExactly(anonymous.id(), known.id());

        StockAnalysis analysis = repositories.analyses().create(Samples.analysis(known.id(), "TCS"));
        connection.transactions().actingFor(known.id(), () -> {
            assertThat(repositories.analyses().findById(analysis.id())).contains(analysis);
            return null;
        });
        StockAnalysis surer =
                repositories.analyses().update(withConfidence(analysis, 0.95)).orElseThrow();
        assertThat(surer.confidence()).isEqualTo(0.95);
        assertThat(surer.updatedAt()).isAfter(analysis.updatedAt());
        connection.transactions().actingFor(known.id(), () -> {
            assertThat(repositories.analyses().delete(analysis.id())).isTrue();
            assertThat(repositories.analyses().delete(analysis.id())).isFalse();
            return null;
        });
        assertThat(repositories.analyses().update(surer)).isEmpty();
    }

    @Test
    void shouldSayThatACursorIsNone() {
        for (String cursor : List.of("x", "....", "MTIz", "LTk5OTk5OTk5OTk5OTk5OTk5OSB4")) {
            assertThatExceptionOfType(TypeMismatchException.class)
                    .isThrownBy(() -> repositories.analyses().list(new PageRequest(5, cursor)));
        }
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> repositories.analyses().list(PageRequest.first(100_000)))
                .withMessageContaining("outside of 1 to 1000");
    }

    private static StockAnalysis withConfidence(StockAnalysis a, double confidence) {
        return new StockAnalysis(
                a.id(),
                a.userId(),
                a.symbol(),
                a.exchange(),
                a.period(),
                a.interval(),
                a.status(),
                a.analysisType(),
                a.signal(),
                confidence,
                a.riskLevel(),
                a.sector(),
                a.currentPrice(),
                a.priceChangePercent(),
                a.dataFrom(),
                a.dataTo(),
                a.summary(),
                a.analysisData(),
                a.errorMessage(),
                a.createdAt(),
                a.updatedAt());
    }
}
