package io.millrace.archiver.access.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.error.AccessException;
import io.millrace.archiver.access.error.ConnectionException;
import io.millrace.archiver.access.error.QueryException;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.testing.AccessFixture;
import io.millrace.archiver.access.testing.ArgumentMaker;
import io.millrace.archiver.access.testing.RepositoryTest;
import io.millrace.archiver.access.testing.Samples;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hands the usual attempts at SQL injection to every text that any method of any repository takes, as the superuser, whom nothing
 * holds back. A new repository or method is part of it by itself.
 */
@Timeout(300)
@Covers({"S2-112", "S2-113"})
class InjectionIT extends RepositoryTest {
    private static final List<String> HOSTILE = List.of(
            "' OR '1'='1",
            "' OR 1=1 --",
            "'; DROP TABLE canary; --",
            "\"; DROP TABLE canary; --",
            "x'; UPDATE canary SET a = 666 WHERE '1'='1",
            "' UNION SELECT a::text FROM canary --",
            "'||(SELECT pg_sleep(5))||'",
            "$$; DROP TABLE canary; $$",
            "\\'; DROP TABLE canary; --",
            "%' OR 'a' LIKE '%",
            ":id :name ?1 ?",
            "/* */ OR true",
            "{\"a\": \"'; DROP TABLE canary; --\"}",
            "0); DELETE FROM canary; --",
            "\u02bc; DROP TABLE canary; --");

    private static final String SCHEMA = """
            SELECT md5(string_agg(line, chr(10) ORDER BY line)) FROM (
                SELECT table_name || '.' || column_name || ' ' || data_type AS line FROM information_schema.columns
                WHERE table_schema = 'public'
                UNION ALL SELECT proname || ' ' || md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                UNION ALL SELECT a::text FROM canary) lines
            """;

    private static final int LEAST_METHODS = 90;

    private final List<String> wrong = new ArrayList<>();
    private int calls;
    private int reached;

    @BeforeEach
    void openAsSuperuser() {
        connection.close();
        connection = AccessFixture.open(database);
        repositories = Repositories.of(connection);
    }

    @Test
    void shouldTakeEveryTextForWhatItIs() throws Exception {
        PostgresServer.execute(database, "CREATE TABLE canary (a int)", "INSERT INTO canary VALUES (1), (2)");
        fillEveryTable();
        String before = PostgresServer.query(database, SCHEMA);
        int methods = 0;
        for (RecordComponent component : Repositories.class.getRecordComponents()) {
            Object repository = component.getAccessor().invoke(repositories);
            for (Method method : methodsOf(repository.getClass())) {
                methods++;
                attack(repository, method);
            }
        }
        assertThat(wrong).as("of %d calls", calls).isEmpty();
        assertThat(methods).as("methods").isGreaterThan(LEAST_METHODS);
        assertThat(reached).as("calls that the database has seen, of %d", calls).isGreaterThan(calls / 3);
        assertThat(PostgresServer.query(database, SCHEMA))
                .as("schema and canary")
                .isEqualTo(before);
    }

    @Test
    void shouldKnowEveryRepository() throws IOException {
        List<Class<?>> known = Arrays.stream(Repositories.class.getRecordComponents())
                .<Class<?>>map(RecordComponent::getType)
                .toList();
        Path classes =
                Path.of("target/classes", Repositories.class.getPackageName().split("\\."));
        try (Stream<Path> files = Files.list(classes)) {
            List<String> all = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Repository.class"))
                    .map(name -> name.replace(".class", ""))
                    .filter(name -> !List.of("Repository", "BaseRepository", "HistoryRepository")
                            .contains(name))
                    .toList();
            assertThat(known).extracting(Class::getSimpleName).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    private void attack(Object repository, Method method) {
        int texts = ArgumentMaker.countTexts(repository.getClass(), method);
        for (int place = 0; place < texts; place++) {
            for (String hostile : HOSTILE) {
                call(
                        repository,
                        method,
                        new ArgumentMaker(place, hostile).arguments(repository.getClass(), method),
                        hostile);
            }
        }
    }

    private void call(Object repository, Method method, Object[] arguments, String hostile) {
        String name = repository.getClass().getSimpleName() + "." + method.getName() + " with " + hostile;
        long startNs = System.nanoTime();
        calls++;
        Transactions transactions = connection.transactions();
        try {
            Object result = transactions.forMaintenance(() -> invoke(repository, method, arguments));
            reached++;
            rows(result)
                    .filter(row -> isRead(method) && !row.toString().contains(hostile))
                    .forEach(row -> wrong.add(name + " found " + row));
        } catch (AccessException e) {
            if (e instanceof QueryException || e instanceof ConnectionException) {
                wrong.add(name + ": " + e);
            }
            if (!e.context().sqlState().isEmpty()) {
                reached++;
            }
        } catch (RuntimeException e) {
            wrong.add(name + ": " + e);
        }
        if (System.nanoTime() - startNs > 3_000_000_000L) {
            wrong.add(name + " took long");
        }
    }

    private static Object invoke(Object repository, Method method, Object[] arguments) {
        try {
            return method.invoke(repository, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads that a text selects by: what they find must be called so, because an earlier attempt was stored as it was. */
    private static boolean isRead(Method method) {
        return Stream.of("find", "get", "list", "history", "performance", "average")
                .anyMatch(method.getName()::startsWith);
    }

    private static Stream<?> rows(Object result) {
        if (result instanceof Page<?> page) {
            return page.rows().stream();
        }
        if (result instanceof Collection<?> rows) {
            return rows.stream();
        }
        return result instanceof Optional<?> row ? row.stream() : Stream.empty();
    }

    private static List<Method> methodsOf(Class<?> repository) {
        return Arrays.stream(repository.getMethods())
                .filter(method -> method.getDeclaringClass().getPackage() == Repositories.class.getPackage())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .sorted(Comparator.comparing(Method::toGenericString))
                .toList();
    }

    private void fillEveryTable() {
        UUID user = UUID.randomUUID();
        Instant later = Instant.parse("2099-01-01T00:00:00Z");
        repositories.analyses().store(Samples.complete(user, "TCS"));
        repositories.users().create(UserRepository.known("ann@example.org", "Ann"));
        repositories.prices().create(Samples.bar("AAPL", Samples.TIME));
        long article = repositories
                .articles()
                .create(Samples.article("a", "BTC", Samples.TIME))
                .id();
        repositories.sentimentScores().create(Samples.score(article, 0.1, Samples.TIME));
        repositories.events().create(Samples.event(article, "HIGH", Samples.TIME));
        repositories.signals().saveTradingSignal(Samples.signal("BTCUSDT", Samples.TIME));
        repositories.orders().create(Samples.order(null, "NEW", "0", Samples.TIME));
        repositories.backtestResults().create(Samples.backtest());
        repositories.training().create(Samples.sample("BTC_20241220_143052_a1b2c3d4"));
        repositories.modelValidations().create(Samples.validation("boost", 0.5));
        repositories.auth().saveSession("kite", "a", "s", later);
        repositories.jobs().createJob("backtest");
        repositories.configs().setConfig("api", "limit", new Json("1"));
        repositories.audit().log("x", "y", "z", null, null, Json.EMPTY_OBJECT);
        repositories.scheduler().recordExecution("daily", null, "kite", 1L, true, null);
        repositories.userSessions().create(user, "ann", "0123456789abcdef", later);
        repositories.rateLimits().countRequest("kite", "/q", 10, java.time.Duration.ofHours(1));
        repositories.cache().put("k", new Json("1"), null);
        repositories.health().record("database", "healthy", 1.0, 0, Json.EMPTY_OBJECT);
    }
}
