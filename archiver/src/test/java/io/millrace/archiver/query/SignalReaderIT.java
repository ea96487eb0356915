package io.millrace.archiver.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.run.ArchiveProgress;
import io.millrace.archiver.run.Archiver;
import io.millrace.archiver.run.ArchiverConfig;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class SignalReaderIT {
    @TempDir
    private Path directory;

    @Test
    void shouldGiveTheNewestFirst(DatabaseTarget database) {
        SampleJournal.write(directory, 2, 3, 4, 2000);
        try (Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
        List<ArchivedSignal> all = SignalReader.of(database).recent(Integer.MAX_VALUE);
        assertThat(all)
                .hasSize((int) PostgresServer.count(database, "trading_signals"))
                .isSortedAccordingTo(Comparator.comparing(ArchivedSignal::time).reversed());
        try (HikariDataSource pool = Database.pool(database, "test-readers", 2)) {
            assertThat(new SignalReader(pool).recent(3)).isEqualTo(all.subList(0, 3));
        }
        ArchivedSignal newest = all.get(0);
        assertThat(newest.engineId()).isEqualTo(2);
        assertThat(newest.tradeId()).matches(".+_2024\\d{4}_\\d{6}_[0-9a-f]{8}");
        assertThat(newest.expiry()).isEqualTo(newest.time().plusSeconds(300));
        assertThat(ChronoUnit.NANOS.between(newest.time().truncatedTo(ChronoUnit.MICROS), newest.time()))
                .isNotZero();
        assertThat(newest.timeframe()).isEqualTo("5m");
        assertThat(newest.action()).isIn("BUY", "SELL");
        assertThat(newest.entryPrice()).isGreaterThan(newest.stopLoss()).isLessThan(newest.takeProfit());
        assertThat(newest.operandsJson()).startsWith("{").endsWith("}");
        assertThat(newest.explanation())
                .startsWith(newest.action().equals("BUY") ? "Buy " : "Sell ")
                .contains(newest.symbol(), newest.rule(), "Confidence ");
        assertThat(all).anySatisfy(signal -> assertThat(signal.riskReward()).isNaN());
        assertThat(all).anySatisfy(signal -> assertThat(signal.riskReward()).isEqualTo(2.0 / 3));
    }

    @Test
    void shouldGiveNoneWhereNothingWasArchived(PostgresServer server, DatabaseTarget migrated) {
        assertThat(SignalReader.of(migrated).recent(10)).isEmpty();
        assertThat(SignalReader.of(server.newDatabase()).recent(10)).isEmpty();
    }

    @Test
    void shouldSayWhenTheDatabaseIsAway(PostgresServer server) {
        assertThatThrownBy(() -> SignalReader.of(server.target("nosuch")).recent(10))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("cannot read signals");
    }
}
