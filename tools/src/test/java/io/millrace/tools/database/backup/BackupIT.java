package io.millrace.tools.database.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.catalog.Catalog;
import io.millrace.archiver.catalog.SchemaModel;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What comes back is what was there at one moment; what is damaged, interrupted or in the way is refused whole. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers("S0-077")
class BackupIT {
    private static final int PARTS = 300;
    private static final Backup.Progress NONE = (table, bytes) -> {};
    private static final String TICKS =
            "INSERT INTO ticks (event_time, engine_id, sequence, event_time_ns, instrument_id, feed_id, feed_position, receive_time_ns, kind, price,"
                    + " quantity, aggressor, suspicious) SELECT timestamptz '2024-01-01 UTC' + i * interval '1 s', 1, %d + i, i, 1, 1, i, i,"
                    + " 'TRADE', i + 0.000001, 1e-8, 'BUYER', false FROM generate_series(1, %d) i";

    @TempDir
    Path directory;

    private static void fill(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "CREATE TABLE ticks_20240101 PARTITION OF ticks FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-01-02"
                        + " 00:00:00+00')",
                "CREATE INDEX ticks_20240101_lookup ON ticks_20240101 (instrument_id, event_time)",
                String.format(TICKS, 0, 2000),
                "INSERT INTO archive_position (engine_id, journal_id, sequence, queue_index, updated_at) VALUES (1, 7, 2000, 0, now())");
    }

    @Test
    void shouldBringEverythingBack(PostgresServer server) throws IOException {
        DatabaseTarget from = server.newMigratedDatabase();
        DatabaseTarget to = server.newDatabase();
        fill(from);
        Path file = directory.resolve("a.backup");
        // What comes in the middle of the backup is not in its snapshot.
        AtomicInteger calls = new AtomicInteger();
        Backup.Summary taken = Backup.take(from, file, (table, bytes) -> {
            if (calls.getAndIncrement() == 0) {
                PostgresServer.execute(from, String.format(TICKS, 5000, 10));
            }
        });
        assertThat(taken.leftOut()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory.toFile().list()).containsExactly("a.backup");

        Backup.Summary restored = Restore.run(file, to, NONE);
        assertThat(restored).isEqualTo(taken);
        assertThat(PostgresServer.query(to, "SELECT count(*) || ' ' || sum(price) FROM ticks"))
                .isEqualTo("2000 2001000.002000");
        assertThat(PostgresServer.query(to, "SELECT sequence FROM archive_position"))
                .isEqualTo("2000");
        assertThat(PostgresServer.query(to, "SELECT to_regclass('ticks_20240101_lookup') IS NOT NULL"))
                .isEqualTo("t");
        SchemaModel model = new SchemaModel(18, Catalog.read(from, List.of()));
        assertThat(model.compare(Catalog.read(to, List.of()))).isEmpty();
        assertThat(Migrations.migrate(to)).isZero();
    }

    @Test
    void shouldLeaveWhatBelongsToAnExtensionToIt(PostgresServer server) throws IOException {
        DatabaseTarget from = server.newMigratedDatabase();
        DatabaseTarget to = server.newDatabase();
        fill(from);
        PostgresServer.execute(
                from,
                "CREATE SCHEMA _extension_catalog",
                "CREATE SEQUENCE _extension_catalog.chunk_id_seq",
                "SELECT nextval('_extension_catalog.chunk_id_seq')",
                "ALTER EXTENSION plpgsql ADD SCHEMA _extension_catalog",
                "ALTER EXTENSION plpgsql ADD SEQUENCE _extension_catalog.chunk_id_seq");
        Path file = directory.resolve("a.backup");
        Backup.take(from, file, NONE);
        Restore.run(file, to, NONE);
        assertThat(PostgresServer.count(to, "ticks")).isEqualTo(2000);
    }

    @Test
    void shouldLeaveNothingWhenInterruptedAndGoOnLater(PostgresServer server) throws IOException {
        DatabaseTarget from = server.newMigratedDatabase();
        DatabaseTarget to = server.newDatabase();
        fill(from);
        Path file = directory.resolve("a.backup");
        Backup.take(from, file, NONE);
        assertThatThrownBy(() -> Restore.run(file, to, (table, bytes) -> {
                    if (table.equals("public.ticks_20240101") && bytes > 0) {
                        PostgresServer.execute(
                                from,
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'millrace-restore'");
                    }
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(PostgresServer.count(to, "ticks")).isZero();
        assertThat(PostgresServer.count(to, "archive_position")).isZero();
        Restore.run(file, to, NONE);
        assertThat(PostgresServer.count(to, "ticks")).isEqualTo(2000);
        assertThatThrownBy(() -> Restore.run(file, to, NONE))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void shouldNotTakeOverRowsThatCameAfterAnInterruption(PostgresServer server) throws IOException {
        DatabaseTarget from = server.newMigratedDatabase();
        Path file = directory.resolve("a.backup");
        Backup.take(from, file, NONE);
        fill(from);
        PostgresServer.execute(from, "CREATE SCHEMA millrace_restore");
        assertThatThrownBy(() -> Restore.run(file, from, NONE)).hasMessageContaining("archive_position with rows");
        assertThat(PostgresServer.count(from, "ticks")).isEqualTo(2000);
    }

    @Test
    void shouldRefuseAFileThatIsDamagedAnywhere(PostgresServer server) throws IOException {
        DatabaseTarget from = server.newMigratedDatabase();
        DatabaseTarget to = server.newDatabase();
        fill(from);
        Path file = directory.resolve("a.backup");
        Backup.take(from, file, NONE);
        byte[] whole = Files.readAllBytes(file);
        BackupManifest manifest = checked(file);
        Path damaged = directory.resolve("damaged");
        Path cut = directory.resolve("cut");
        int named = 0;
        // The rows come first, then the manifest, of which a single letter may make another statement; then the
        // archive's own list.
        for (int part = 1; part < PARTS; part++) {
            int at = (int) ((long) whole.length * part / PARTS);
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x10;
            Files.write(damaged, bytes);
            Files.write(cut, Arrays.copyOf(whole, at));
            assertDamaged(cut, () -> checked(cut));
            if (isDamaged(damaged, manifest)) {
                named++;
                if (named % 32 == 1) {
                    assertDamaged(damaged, () -> Restore.run(damaged, to, NONE));
                }
            }
        }
        // The rest are times and attributes of the archive's entries, which nobody reads.
        assertThat(named).isGreaterThan(PARTS * 2 / 3);
        assertThat(PostgresServer.query(
                        to, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEqualTo("0");
    }

    private static void assertDamaged(Path file, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .as(file.getFileName().toString())
                .isInstanceOfAny(BackupDamagedException.class, ZipException.class);
    }

    /** Whether reading says so; what it lets pass must be what was written. */
    private static boolean isDamaged(Path file, BackupManifest written) throws IOException {
        try {
            assertThat(checked(file)).isEqualTo(written);
            return false;
        } catch (BackupDamagedException | ZipException damage) {
            return true;
        }
    }

    private static BackupManifest checked(Path file) throws IOException {
        try (BackupFile backup = BackupFile.open(file)) {
            backup.check(NONE);
            return backup.manifest();
        }
    }
}
