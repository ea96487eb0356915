package io.millrace.archiver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Old entries come out whole and once, prove themselves without the database, and stay where they were. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers("S1-116")
class AuditArchiveIT {
    private static final Instant OLD = Instant.parse("2024-01-03T00:00:00Z");

    @TempDir
    Path directory;

    /** An engine's chain, whose times are those of the records: ten days, one entry each. */
    private static void fill(DatabaseTarget target, int first, int last) {
        PostgresServer.execute(
                target,
                "INSERT INTO audit_logs (chain, entity_type, entity_id, action, actor, timestamp, engine_id, sequence, new_value)"
                        + " SELECT 'engine:7', 'signal', E'a\\tb\\\\', 'CREATED', 'x', timestamptz '2024-01-01 UTC' + (i - 1) * interval"
                        + " '1 day', 7, i, '{\"words\": \"line\\nline\"}' FROM generate_series(" + first + ", " + last
                        + ") i");
    }

    private AuditArchive.Summary write(DatabaseTarget target, Instant before, List<AuditAnchor> anchors, String file)
            throws IOException {
        return AuditArchive.write(target, before, anchors, directory.resolve(file), entries -> {});
    }

    private static List<AuditAnchor> anchors(AuditArchive.Summary summary) {
        return summary.heads().stream().map(head -> new AuditAnchor(OLD, head)).toList();
    }

    @Test
    void shouldCopyWhatIsOldOnceAndRemoveNothing(DatabaseTarget target) throws IOException {
        fill(target, 1, 5);
        PostgresServer.execute(target, "INSERT INTO audit_logs (entity_type, action) VALUES ('t', 'A')");
        AuditArchive.Summary first = write(target, OLD, List.of(), "a");
        assertThat(first.entries()).isEqualTo(2);
        assertThat(first.heads())
                .singleElement()
                .satisfies(head -> assertThat(head.entryCount()).isEqualTo(2));
        AuditArchive.Summary second = write(target, OLD.plusSeconds(86_400 * 2), anchors(first), "b");
        assertThat(second.entries()).isEqualTo(2);
        assertThat(second.heads().get(0).entryCount()).isEqualTo(4);
        assertThat(write(target, OLD.plusSeconds(86_400 * 2), anchors(second), "c")
                        .entries())
                .isZero();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("a", "b");

        assertThat(AuditArchive.verify(directory.resolve("a"), anchors(first)).heads())
                .isEqualTo(first.heads());
        assertThat(AuditArchive.verify(directory.resolve("b"), anchors(second)).entries())
                .isEqualTo(2);
        assertThat(PostgresServer.count(target, "audit_logs")).isEqualTo(6);
        assertThat(AuditVerifier.verify(target, anchors(second), entries -> {}).whole())
                .isTrue();
    }

    @Test
    void shouldFindWhatWasChangedInTheFile(DatabaseTarget target) throws IOException {
        fill(target, 1, 5);
        List<AuditAnchor> anchors = anchors(write(target, OLD.plusSeconds(86_400 * 9), List.of(), "a"));
        List<String> lines = lines(directory.resolve("a"));
        assertThat(lines).hasSize(6);
        List<List<String>> changed = List.of(
                List.of(lines.get(0), lines.get(1), lines.get(2).replace("CREATED", "REMOVED"), lines.get(3)),
                List.of(lines.get(0), lines.get(1), lines.get(3)),
                List.of(lines.get(0), lines.get(2), lines.get(1)),
                List.of(lines.get(0), lines.get(1), lines.get(1)),
                List.of(lines.get(0), lines.get(1).substring(5)),
                List.of("another format", lines.get(1)));
        for (List<String> each : changed) {
            Path file = written(each);
            assertThatThrownBy(() -> AuditArchive.verify(file, anchors))
                    .as("%s", each)
                    .isInstanceOf(ArchiverException.class);
        }
        AuditHead head = anchors.get(0).head();
        List<AuditAnchor> others =
                List.of(new AuditAnchor(OLD, new AuditHead(head.chain(), head.entryCount(), "0".repeat(64))));
        assertThatThrownBy(() -> AuditArchive.verify(directory.resolve("a"), others))
                .hasMessageContaining("is not the one that was anchored");
        byte[] bytes = Files.readAllBytes(directory.resolve("a"));
        Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> AuditArchive.verify(cut, anchors)).isInstanceOf(ArchiverException.class);
    }

    @Test
    void shouldNotCopyATrailThatWasRewritten(DatabaseTarget target) throws IOException {
        fill(target, 1, 5);
        AuditArchive.Summary first = write(target, OLD, List.of(), "a");
        PostgresServer.execute(
                target,
                "ALTER TABLE audit_logs DISABLE TRIGGER ALL",
                "UPDATE audit_logs SET action = 'FORGED' WHERE chain_sequence = 4");
        assertThatThrownBy(() -> write(target, OLD.plusSeconds(86_400 * 9), anchors(first), "b"))
                .isInstanceOf(ArchiverException.class)
                .hasMessageContaining("audit entry 4 of chain engine:7 is not what was written");
        assertThat(directory.toFile().list()).containsExactly("a");
    }

    private static List<String> lines(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private Path written(List<String> lines) throws IOException {
        Path file = directory.resolve("changed");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
