package io.millrace.archiver.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SignalHistory;
import io.millrace.archiver.testing.SignalHistory.Outcome;
import io.millrace.archiver.testing.SignalHistory.Signal;
import io.millrace.archiver.testing.TickHistory;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A question about a moment is answered with what was available then and with nothing later, to the nanosecond. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers({"S2-031", "S2-074..076", "S3-057"})
class AsOfPropertyIT {
    private static final List<String> SEVERITIES = List.of("LOW", "MEDIUM", "HIGH", "CRITICAL");
    private static final int ARTICLES = 12;

    private record Article(
            long sequence, long hash, int revision, long publishedNs, long availableNs, List<String> symbols) {}

    private record Score(long sequence, Article article, long availableNs, String analyzer) {}

    private record Event(long sequence, Article article, long availableNs, String severity) {}

    private final List<Article> articles = new ArrayList<>();
    private final List<Score> scores = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void shouldKnowWhatWasKnown(long seed, DatabaseTarget target) throws SQLException {
        Random random = new Random(seed);
        try (Connection connection = PostgresServer.connect(target)) {
            connection.setAutoCommit(false);
            fill(connection, random);
            connection.commit();
            connection.setAutoCommit(true);
            for (int i = 0; i < 60; i++) {
                // Half of them at a moment at which something became known, in the middle of its microsecond or at its
                // end.
                long atNs = random.nextBoolean()
                        ? articles.get(random.nextInt(articles.size())).availableNs() / 1000 * 1000
                                + random.nextInt(2) * 1000L
                        : TickHistory.DAY_ONE_NS + random.nextLong(4_000_000L) * 1000;
                check(connection, Instant.EPOCH.plusNanos(atNs), atNs, random, "seed " + seed + ", question " + i);
            }
        }
    }

    private void check(Connection connection, Instant at, long atNs, Random random, String what) throws SQLException {
        String symbol = random.nextBoolean() ? "S" + random.nextInt(3) : null;
        String least = SEVERITIES.get(random.nextInt(4));
        String call = what + ": " + at + ", " + symbol + ", " + least;
        Map<Long, Article> latest = new HashMap<>();
        articles.stream()
                .filter(a -> a.availableNs() <= atNs)
                .sorted(Comparator.comparingLong(Article::availableNs)
                        .thenComparingInt(Article::revision)
                        .thenComparingLong(Article::sequence))
                .forEach(a -> latest.put(a.hash(), a));
        List<Article> known = latest.values().stream()
                .filter(a -> symbol == null || a.symbols().contains(symbol))
                .toList();
        assertThat(query(connection, "SELECT sequence::text FROM articles_as_of(?, ?)", at, symbol))
                .as(call)
                .containsExactlyElementsOf(known.stream()
                        .sorted(Comparator.comparingLong(Article::publishedNs)
                                .thenComparingLong(Article::sequence)
                                .reversed())
                        .map(a -> Long.toString(a.sequence()))
                        .toList());
        Map<String, Score> best = new HashMap<>();
        scores.stream()
                .filter(s -> s.availableNs() <= atNs && s.article().availableNs() <= atNs)
                .filter(s -> known.contains(latest.get(s.article().hash())))
                .sorted(Comparator.comparingInt((Score s) -> s.article().revision())
                        .thenComparingLong(Score::availableNs)
                        .thenComparingLong(Score::sequence))
                .forEach(s -> best.put(s.article().hash() + s.analyzer(), s));
        assertThat(query(
                        connection,
                        "SELECT concat_ws(' ', sequence, article_revision, current_revision) FROM sentiment_as_of(?, ?)",
                        at,
                        symbol))
                .as(call)
                .containsExactlyInAnyOrderElementsOf(best.values().stream()
                        .map(s -> s.sequence() + " " + s.article().revision() + " "
                                + latest.get(s.article().hash()).revision())
                        .toList());
        assertThat(query(
                        connection,
                        "SELECT concat_ws(' ', sequence, superseded) FROM events_as_of(?, ?, '" + least + "')",
                        at,
                        symbol))
                .as(call)
                .containsExactlyInAnyOrderElementsOf(events.stream()
                        .filter(e -> e.availableNs() <= atNs && e.article().availableNs() <= atNs)
                        .filter(e -> SEVERITIES.indexOf(e.severity()) >= SEVERITIES.indexOf(least))
                        .filter(e -> known.contains(latest.get(e.article().hash())))
                        .map(e -> e.sequence() + (latest.get(e.article().hash()).equals(e.article()) ? " f" : " t"))
                        .toList());
        assertThat(query(
                        connection,
                        "SELECT concat_ws(' ', sequence, status, outcome_sequence) FROM signals_as_of(?, '-infinity', ?)",
                        at,
                        symbol))
                .as(call)
                .containsExactlyInAnyOrderElementsOf(signals.stream()
                        .filter(s -> s.timeNs() <= atNs
                                && (symbol == null || s.symbol().equals(symbol)))
                        .map(s -> asOf(s, atNs))
                        .toList());
    }

    private static String asOf(Signal signal, long atNs) {
        Outcome outcome = signal.outcomes().stream()
                .filter(o -> o.timeNs() <= atNs)
                .reduce((a, b) -> b)
                .orElse(null);
        if (outcome == null) {
            boolean expired = (signal.timeNs() / 1000 + 3_600_000_000L) <= atNs / 1000;
            return signal.sequence() + (expired ? " EXPIRED" : " OPEN");
        }
        String status = Map.of("WIN", "WON", "LOSS", "LOST").getOrDefault(outcome.result(), outcome.result());
        return signal.sequence() + " " + status + " " + outcome.sequence();
    }

    /** Revisions whose time of publication goes back and forth; all within four seconds, some in the same microsecond. */
    private void fill(Connection connection, Random random) throws SQLException {
        long sequence = 0;
        long timeNs = TickHistory.DAY_ONE_NS;
        int[] revisions = new int[ARTICLES];
        for (int i = 0; i < 200; i++) {
            timeNs += random.nextInt(4) == 0 ? random.nextInt(900) : random.nextInt(35_000_000);
            long lagNs = random.nextInt(3) == 0 ? random.nextInt(40_000_000) : 0;
            switch (articles.isEmpty() ? 0 : random.nextInt(5)) {
                case 0 -> {
                    int hash = random.nextInt(ARTICLES);
                    Article article = new Article(
                            ++sequence,
                            hash,
                            ++revisions[hash],
                            timeNs - random.nextInt(1_000_000_000),
                            timeNs - lagNs,
                            random.nextBoolean() ? List.of("S0", "S1") : List.of("S" + random.nextInt(3)));
                    insert(connection, article, timeNs);
                    articles.add(article);
                }
                case 1 -> {
                    Score score = new Score(
                            ++sequence, pick(random), timeNs - lagNs, random.nextBoolean() ? "lexicon" : "model");
                    SignalHistory.execute(
                            connection,
                            "INSERT INTO sentiment_scores (engine_id, sequence, event_time, event_time_ns, receive_time_ns,"
                                    + " article_sequence, article_hash, available_at, available_time_ns, score, confidence, analyzer,"
                                    + " keywords_pos, keywords_neg) SELECT 1, ?, 'epoch', ?, 0, ?, ?,"
                                    + " timestamptz 'epoch' + ? / 1000 * interval '1 microsecond', ?, 0.5, 0.5, ?, '{}', '{}'",
                            score.sequence(),
                            timeNs,
                            score.article().sequence(),
                            score.article().hash(),
                            score.availableNs(),
                            score.availableNs(),
                            score.analyzer());
                    scores.add(score);
                }
                case 2 -> {
                    Event event =
                            new Event(++sequence, pick(random), timeNs - lagNs, SEVERITIES.get(random.nextInt(4)));
                    SignalHistory.execute(
                            connection,
                            "INSERT INTO events (engine_id, sequence, event_time, event_time_ns, receive_time_ns,"
                                    + " article_sequence, article_hash, available_at, available_time_ns, event_type, severity,"
                                    + " keywords) SELECT 1, ?, 'epoch', ?, 0, ?, ?,"
                                    + " timestamptz 'epoch' + ? / 1000 * interval '1 microsecond', ?, 'earnings', ?, '{}'",
                            event.sequence(),
                            timeNs,
                            event.article().sequence(),
                            event.article().hash(),
                            event.availableNs(),
                            event.availableNs(),
                            event.severity());
                    events.add(event);
                }
                case 3 -> {
                    // Some are an hour old, so that they run out while we ask.
                    long signalNs = timeNs - (random.nextBoolean() ? 3_600_000_000_000L - 2_000_000_000L : 0);
                    Signal signal = new Signal(1, ++sequence, signalNs, "S" + random.nextInt(3), "cross", true, 0.5);
                    SignalHistory.store(connection, signal);
                    signals.add(signal);
                }
                default -> {
                    if (!signals.isEmpty()) {
                        SignalHistory.store(
                                connection,
                                signals.get(random.nextInt(signals.size())),
                                new Outcome(++sequence, timeNs, random.nextBoolean() ? "WIN" : "LOSS", BigDecimal.TEN));
                    }
                }
            }
        }
    }

    private Article pick(Random random) {
        return articles.get(random.nextInt(articles.size()));
    }

    private static void insert(Connection connection, Article article, long timeNs) throws SQLException {
        SignalHistory.execute(
                connection,
                "INSERT INTO articles (engine_id, sequence, event_time, event_time_ns, receive_time_ns, article_hash, revision,"
                        + " published_at, published_time_ns, available_at, available_time_ns, feed_id, feed_position, source,"
                        + " symbols, title, content) SELECT 1, ?, 'epoch', ?, 0, ?, ?, timestamptz 'epoch' + ? / 1000 *"
                        + " interval '1 microsecond', ?, timestamptz 'epoch' + ? / 1000 * interval '1 microsecond', ?, 1, 1,"
                        + " 'wire', ?, 'title', 'content'",
                article.sequence(),
                timeNs,
                article.hash(),
                article.revision(),
                article.publishedNs(),
                article.publishedNs(),
                article.availableNs(),
                article.availableNs(),
                connection.createArrayOf("text", article.symbols().toArray()));
    }

    private static List<String> query(Connection connection, String sql, Instant at, String symbol)
            throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, at.atOffset(ZoneOffset.UTC));
            statement.setString(2, symbol);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
        }
        return values;
    }
}
