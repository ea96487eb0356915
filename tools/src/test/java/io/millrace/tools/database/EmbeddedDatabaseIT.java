package io.millrace.tools.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.tools.testing.ChildJvm;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 4, unit = TimeUnit.MINUTES)
class EmbeddedDatabaseIT {
    @TempDir
    Path data;

    private Path cluster() {
        return data.resolve("postgres").resolve("cluster");
    }

    @AfterEach
    void stopWhatATestLeft() throws IOException {
        Optional<PostmasterFile> file =
                Files.isDirectory(cluster()) ? PostmasterFile.read(cluster()) : Optional.empty();
        if (file.isPresent() && file.get().serverAlive(cluster().toRealPath())) {
            ProcessHandle.of(file.get().processId()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void shouldKeepDataWhenOpenedAgain() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            assertThat(database.started()).isTrue();
            execute(database, "create table kept (x int)");
            execute(database, "insert into kept values (42)");
        }
        assertThat(PostmasterFile.read(cluster())).as("stopped on close").isEmpty();
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            assertThat(queryInt(database, "select x from kept")).isEqualTo(42);
            assertThat(queryInt(database, "show server_version_num")).isGreaterThanOrEqualTo(180_000);
        }
    }

    @Test
    void shouldJoinTheServerOfAnotherProcessAndKeepItWhenThatIsKilled() throws Exception {
        try (ChildJvm child = ChildJvm.start(DatabaseHolder.class, data.toString())) {
            String url = child.readLine().replace("started ", "");
            try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
                assertThat(database.started()).isFalse();
                assertThat(database.target().url()).isEqualTo(url);
                child.kill();
                assertThat(queryInt(database, "select 7")).isEqualTo(7);
            }
        }
        assertThat(PostmasterFile.read(cluster())).as("the last user stops it").isEmpty();
    }

    @Test
    void shouldLeaveTheServerWhenAnotherProcessStillUsesIt() throws Exception {
        try (ChildJvm child = ChildJvm.start(DatabaseHolder.class, data.toString())) {
            assertThat(child.readLine()).startsWith("started ");
            EmbeddedDatabase.open(data).close();
            assertThat(PostmasterFile.read(cluster())).isPresent();
            assertThat(child.finish()).isZero();
        }
        assertThat(PostmasterFile.read(cluster())).isEmpty();
    }

    @Test
    void shouldTakeOverTheServerWhenItsOwnerWasKilled() throws Exception {
        long orphan;
        try (ChildJvm child = ChildJvm.start(DatabaseHolder.class, data.toString())) {
            assertThat(child.readLine()).startsWith("started ");
            child.kill();
            orphan = PostmasterFile.read(cluster()).orElseThrow().processId();
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            assertThat(database.started()).isFalse();
            assertThat(PostmasterFile.read(cluster()).orElseThrow().processId()).isEqualTo(orphan);
        }
        assertThat(PostmasterFile.read(cluster())).isEmpty();
    }

    @Test
    void shouldRecoverWhenTheServerItselfWasKilled() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            execute(database, "create table kept (x int)");
            execute(database, "insert into kept values (42)");
            execute(database, "checkpoint");
            killServer();
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            assertThat(database.started()).isTrue();
            assertThat(queryInt(database, "select x from kept")).isEqualTo(42);
        }
    }

    @Test
    void shouldStartWhenTheOldProcessIdBelongsToSomebodyElseNow() throws Exception {
        EmbeddedDatabase.open(data).close();
        // A container that starts again gives the same small ids to other processes. Our own id would not do: the
        // server
        // makes an exception for its ancestors.
        Process somebody = new ProcessBuilder("sleep", "300").start();
        List<String> lines = List.of(
                Long.toString(somebody.pid()),
                cluster().toString(),
                "1700000000",
                "5432",
                "",
                "127.0.0.1",
                "  1234567    999999",
                "ready   ");
        Files.writeString(
                cluster().resolve("postmaster.pid"), String.join("\n", lines) + "\n", StandardCharsets.US_ASCII);
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            assertThat(database.started()).isTrue();
        } finally {
            somebody.destroyForcibly();
        }
    }

    @Test
    void shouldMakeANewClusterWhenTheFirstInitializationWasCutOff() throws Exception {
        Path directory = Files.createDirectories(data.resolve("postgres"));
        Files.createDirectories(directory.resolve("cluster.partial").resolve("base"));
        Files.writeString(directory.resolve("cluster.partial").resolve("PG_VERSION"), "18\n");
        Files.writeString(directory.resolve("password"), "half\n");
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            assertThat(queryInt(database, "select 1")).isEqualTo(1);
        }
    }

    @Test
    void shouldStartOneServerWhenTwoProcessesComeAtOnce() throws Exception {
        List<String> answers = new ArrayList<>();
        try (ChildJvm first = ChildJvm.start(DatabaseHolder.class, data.toString());
                ChildJvm second = ChildJvm.start(DatabaseHolder.class, data.toString())) {
            answers.add(first.readLine());
            answers.add(second.readLine());
            assertThat(first.finish()).isZero();
            assertThat(second.finish()).isZero();
        }
        assertThat(answers).filteredOn(line -> line.startsWith("started ")).hasSize(1);
        assertThat(answers).filteredOn(line -> line.startsWith("joined ")).hasSize(1);
        assertThat(PostmasterFile.read(cluster())).isEmpty();
    }

    @Test
    void shouldRefuseStrangersAndOtherAddresses() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            DatabaseTarget target = database.target();
            DatabaseTarget stranger = new DatabaseTarget(target.url(), target.user(), "guess");
            assertThatThrownBy(() -> Reachability.require(stranger))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            data.resolve("postgres").resolve("password"))))
                    .isEqualTo("rw-------");

            int port = PostmasterFile.read(cluster()).orElseThrow().port();
            for (InetAddress other : otherAddresses()) {
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, port), 2_000))
                            .isInstanceOf(ConnectException.class);
                }
            }
        }
    }

    @Test
    void shouldRefuseASecondOpeningInOneProcess() {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
            assertThat(database.started()).isTrue();
            assertThatThrownBy(() -> EmbeddedDatabase.open(data)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldRunAsNobodyWhenRootMayNotUnshare() throws Exception {
        assumeRoot();
        Path open = Files.createTempDirectory(Path.of("/tmp"), "millrace-setpriv-");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            try (EmbeddedDatabase database = EmbeddedDatabase.open(open, RunAs.nobody())) {
                assertThat(queryInt(database, "select 1")).isEqualTo(1);
            }
            // Found again without being told: whose files they are decides.
            try (EmbeddedDatabase database = EmbeddedDatabase.open(open)) {
                assertThat(queryInt(database, "select 2")).isEqualTo(2);
            }
            assertThat(RunAs.userOf(open.resolve("postgres").resolve("cluster")))
                    .isEqualTo(65534);
        } finally {
            PostgresBinaries.deleteTree(open);
        }
    }

    @Test
    void shouldSayWhoseFilesTheyAreWhenNobodyCannotEnter() throws Exception {
        assumeRoot();
        Path closed = Files.createDirectories(data.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> EmbeddedDatabase.open(closed, RunAs.nobody()))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("cannot enter")
                .hasMessageContaining("--data");
    }

    @Test
    void shouldRunForAnOrdinaryUser() throws Exception {
        assumeRoot();
        Path libraries = Path.of("target", "lib").toAbsolutePath();
        Assumptions.assumeTrue(Files.isDirectory(libraries), "not packaged yet: " + libraries);
        String classPath = Path.of("target", "classes").toAbsolutePath() + ":"
                + Path.of("target", "test-classes").toAbsolutePath() + ":" + libraries + "/*";
        List<String> asNobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
        Assumptions.assumeTrue(
                new ProcessBuilder(List.of(
                                        "setpriv",
                                        "--reuid=65534",
                                        "--regid=65534",
                                        "--clear-groups",
                                        "--",
                                        "test",
                                        "-r",
                                        libraries.toString()))
                                .start()
                                .waitFor()
                        == 0,
                "an ordinary user cannot read " + libraries);
        Path open = Files.createTempDirectory(Path.of("/tmp"), "millrace-ordinary-");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ChildJvm child = ChildJvm.start(asNobody, classPath, DatabaseHolder.class, open.toString())) {
            assertThat(child.readLine()).startsWith("started ");
            assertThat(child.finish()).isZero();
            assertThat(PostmasterFile.read(open.resolve("postgres").resolve("cluster")))
                    .isEmpty();
        } finally {
            PostgresBinaries.deleteTree(open);
        }
    }

    @Test
    void shouldFailInOneLineWhenTheClusterBelongsToAnotherVersion() throws Exception {
        EmbeddedDatabase.open(data).close();
        Files.writeString(cluster().resolve("PG_VERSION"), "14\n");
        assertThatThrownBy(() -> EmbeddedDatabase.open(data))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("did not start")
                .hasMessageContaining("incompatible")
                .message()
                .doesNotContain("\n");
    }

    private void killServer() throws IOException {
        long processId = PostmasterFile.read(cluster()).orElseThrow().processId();
        ProcessHandle.of(processId).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !PostmasterFile.read(cluster())
                        .orElseThrow()
                        .serverAlive(cluster().toRealPath()));
    }

    private static void assumeRoot() throws IOException {
        Assumptions.assumeTrue(RunAs.currentUser() == 0, "needs root, to become somebody else");
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        List<InetAddress> others = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp() && !each.isLoopback()) {
                each.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(others::add);
            }
        }
        return others;
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = Database.connect(database.target(), "test", Duration.ofSeconds(30));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int queryInt(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = Database.connect(database.target(), "test", Duration.ofSeconds(30));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }
}
