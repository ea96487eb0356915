package io.millrace.archiver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.audit.AuditFinding.Kind;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody with all rights tampers with the trail, and the verifier says with which entry and how. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers({"S1-031", "S1-110", "S1-113"})
class AuditVerifierIT {
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

    /** Ten entries of the services, six of an engine. */
    private static final String[] ENTRIES = {
        "INSERT INTO audit_logs (entity_type, entity_id, action, user_id, old_value, new_value, context)"
                + " SELECT 'thing', g::text, 'UPDATE', CASE g % 2 WHEN 0 THEN '\u00fcser \u20ac' END,"
                + " CASE g % 3 WHEN 0 THEN '{\"b\": 1.50, \"aa\": [null, true, 1e30], \"\": \"\\u0001 x\"}'::jsonb END,"
                + " to_jsonb(g), '{\"k\": -0.0}' FROM generate_series(1, 10) g",
        "INSERT INTO audit_logs (chain, entity_type, action, actor, timestamp, engine_id, sequence)"
                + " SELECT 'engine:-7', 'signal', 'CREATED', 'engine', '1969-12-31 23:59:59.999999+00', -7, g * 100"
                + " FROM generate_series(1, 6) g"
    };

    private static final String[] OPEN = {
        "ALTER TABLE audit_logs DISABLE TRIGGER USER", "ALTER TABLE audit_chains DISABLE TRIGGER USER"
    };

    private static final String HEAD_FROM_ROWS =
            "UPDATE audit_chains c SET entry_count = l.chain_sequence, head_hash = l.hash FROM audit_logs l WHERE c.chain = l.chain"
                    + " AND l.chain_sequence = (SELECT max(chain_sequence) FROM audit_logs m WHERE m.chain = l.chain)";

    @Test
    void shouldFindNothingInAWholeTrail(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        AuditCheck check = verify(target, List.of());
        assertThat(check.findings()).isEmpty();
        assertThat(check.whole()).isTrue();
        assertThat(check.entryCount()).isEqualTo(16);
        assertThat(check.heads()).extracting(AuditHead::chain).containsExactly("engine:-7", "operational");
        assertThat(check.heads().get(1).hash())
                .isEqualTo(PostgresServer.query(
                        target, "SELECT encode(head_hash, 'hex') FROM audit_chains WHERE chain = 'operational'"));
    }

    @Test
    void shouldFindNothingInAnEmptyTrail(DatabaseTarget target) {
        assertThat(verify(target, List.of())).isEqualTo(new AuditCheck(List.of(), 0, 0, List.of(), 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chain = 'operational' | entity_type = 'other'
            chain = 'operational' | entity_id = 'x'
            chain = 'operational' | action = 'INSERT'
            chain = 'operational' | actor = 'nobody'
            chain = 'operational' | user_id = NULL
            chain = 'operational' | user_id = ''
            chain = 'operational' | old_value = NULL
            chain = 'operational' | old_value = 'null'
            chain = 'operational' | new_value = '7'
            chain = 'operational' | timestamp = timestamp + interval '1 microsecond'
            chain = 'operational' | context = '{"k": 0.00}'
            chain = 'operational' | previous_hash = decode(repeat('ab', 32), 'hex')
            chain = 'operational' | hash = decode(repeat('ab', 32), 'hex')
            chain = 'engine:-7'    | sequence = sequence + 1
            chain = 'engine:-7'    | timestamp = timestamp - interval '1 microsecond'
            """)
    void shouldNameTheEntryWithAnyColumnChanged(String chain, String change, DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        PostgresServer.execute(target, OPEN);
        PostgresServer.execute(target, "UPDATE audit_logs SET " + change + " WHERE chain_sequence = 6 AND " + chain);
        assertThat(found(verify(target, List.of())))
                .containsExactly(chain.replaceAll(".*'(.*)'", "$1") + " 6-6 CHANGED");
    }

    @Test
    void shouldNameWhatIsMissing(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        PostgresServer.execute(target, OPEN);
        PostgresServer.execute(
                target,
                "DELETE FROM audit_logs WHERE chain = 'operational' AND chain_sequence IN (1, 4, 5)",
                "DELETE FROM audit_logs WHERE chain = 'engine:-7' AND chain_sequence > 4");
        assertThat(found(verify(target, List.of())))
                .containsExactly("engine:-7 5-6 CUT_OFF", "operational 1-1 MISSING", "operational 4-5 MISSING");
    }

    @Test
    void shouldNameWhatIsMissingWhereTheRestWasRenumbered(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        PostgresServer.execute(target, OPEN);
        PostgresServer.execute(
                target,
                "DELETE FROM audit_logs WHERE chain = 'operational' AND chain_sequence = 4",
                "UPDATE audit_logs SET chain_sequence = -chain_sequence + 100 WHERE chain = 'operational' AND chain_sequence > 4",
                "UPDATE audit_logs SET chain_sequence = 99 - chain_sequence WHERE chain_sequence > 50");
        assertThat(found(verify(target, List.of()))).containsExactly("operational 4-4 MISSING");
    }

    @Test
    void shouldNameWhatWasInsertedBetweenAndBehind(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        PostgresServer.execute(target, OPEN);
        PostgresServer.execute(
                target,
                "UPDATE audit_logs SET chain_sequence = 100 - chain_sequence WHERE chain = 'operational' AND chain_sequence > 3",
                "UPDATE audit_logs SET chain_sequence = 101 - chain_sequence WHERE chain_sequence > 50",
                forge("operational", 4),
                forge("engine:-7", 7));
        assertThat(found(verify(target, List.of())))
                .containsExactly("engine:-7 7-7 INSERTED", "operational 4-4 INSERTED");
    }

    @Test
    void shouldNameAnEntryThatWasReplacedWithItsHash(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        PostgresServer.execute(target, OPEN);
        PostgresServer.execute(
                target,
                "UPDATE audit_logs SET actor = 'nobody' WHERE chain_sequence = 5",
                "UPDATE audit_logs SET hash = audit_row_hash(audit_logs) WHERE chain_sequence = 5");
        assertThat(found(verify(target, List.of())))
                .containsExactly("engine:-7 5-5 REPLACED", "operational 5-5 REPLACED");
    }

    @Test
    void shouldKeepTheGapWhenEntriesFollowOnACutChain(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        PostgresServer.execute(target, OPEN);
        PostgresServer.execute(
                target,
                "DELETE FROM audit_logs WHERE chain = 'operational' AND chain_sequence > 8",
                "ALTER TABLE audit_logs ENABLE TRIGGER USER",
                "ALTER TABLE audit_chains ENABLE TRIGGER USER",
                "SELECT audit_record('thing', '1', 'TOUCH')");
        assertThat(found(verify(target, List.of()))).containsExactly("operational 9-10 MISSING");
    }

    @Test
    void shouldFindByAnAnchorWhatTheDatabaseNoLongerKnows(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        List<AuditAnchor> anchors = anchors(verify(target, List.of()));
        PostgresServer.execute(target, "SELECT audit_record('thing', '1', 'TOUCH')");
        assertThat(verify(target, anchors).whole()).as("growth is no finding").isTrue();

        PostgresServer.execute(target, OPEN);
        PostgresServer.execute(
                target,
                "DELETE FROM audit_logs WHERE chain = 'operational' AND chain_sequence > 8",
                "DELETE FROM audit_logs WHERE chain = 'engine:-7'",
                "DELETE FROM audit_chains WHERE chain = 'engine:-7'",
                HEAD_FROM_ROWS);
        assertThat(verify(target, List.of()).whole()).as("nobody else can tell").isTrue();
        assertThat(found(verify(target, anchors))).containsExactly("operational 9-10 CUT_OFF", "engine:-7 1-6 CUT_OFF");
    }

    @Test
    void shouldFindByAnAnchorThatAChainWasWrittenAnew(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        List<AuditAnchor> anchors = anchors(verify(target, List.of()));
        PostgresServer.execute(target, OPEN);
        PostgresServer.execute(
                target,
                "UPDATE audit_logs SET actor = 'nobody' WHERE chain_sequence = 3",
                "DO $$ DECLARE e audit_logs; before bytea; BEGIN FOR e IN SELECT * FROM audit_logs ORDER BY chain, chain_sequence LOOP"
                        + " IF e.chain_sequence > 1 THEN e.previous_hash := before; END IF; e.hash := audit_row_hash(e);"
                        + " UPDATE audit_logs l SET previous_hash = e.previous_hash, hash = e.hash"
                        + " WHERE l.chain = e.chain AND l.chain_sequence = e.chain_sequence; before := e.hash; END LOOP; END $$",
                HEAD_FROM_ROWS);
        assertThat(verify(target, List.of()).whole()).as("nobody else can tell").isTrue();
        assertThat(found(verify(target, anchors)))
                .containsExactly("engine:-7 1-6 REWRITTEN", "operational 1-10 REWRITTEN");
    }

    @Test
    void shouldCountWhatItDoesNotList(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO audit_logs (entity_type, action) SELECT 't', 'A' FROM generate_series(1, 2500)",
                OPEN[0],
                "UPDATE audit_logs SET actor = 'nobody'");
        AuditCheck check = verify(target, List.of());
        assertThat(check.findings()).hasSize(AuditVerifier.FINDINGS_KEPT);
        assertThat(check.findingCount()).isEqualTo(2500);
    }

    @Test
    void shouldKeepAnchorsInAFile(@TempDir Path directory, DatabaseTarget target) throws Exception {
        PostgresServer.execute(target, ENTRIES);
        Path file = directory.resolve("anchors");
        List<AuditHead> heads = verify(target, List.of()).heads();
        AuditAnchors.append(file, List.of(), TIME, heads);
        AuditAnchors.append(file, AuditAnchors.read(file), TIME.plusSeconds(1), heads);
        assertThat(AuditAnchors.read(file))
                .containsExactly(
                        new AuditAnchor(TIME, heads.get(0)),
                        new AuditAnchor(TIME, heads.get(1)),
                        new AuditAnchor(TIME.plusSeconds(1), heads.get(0)),
                        new AuditAnchor(TIME.plusSeconds(1), heads.get(1)));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }

        String text = Files.readString(file);
        for (String damaged : List.of(
                "", "x\n", text.substring(0, text.length() - 9), text + "x\n", text.replace("2026-", "2026_"))) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> AuditAnchors.read(file))
                    .as(damaged)
                    .isInstanceOf(ArchiverException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("\n");
        }
        Files.write(file, "\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> AuditAnchors.read(file)).isInstanceOf(ArchiverException.class);
    }

    @Test
    void shouldSayWhenThereIsNoTrail(PostgresServer server) {
        DatabaseTarget empty = server.newDatabase();
        assertThatThrownBy(() -> verify(empty, List.of()))
                .isInstanceOf(ArchiverException.class)
                .hasMessageContaining("older than the trail");
        assertThatThrownBy(() -> verify(server.target("nosuch"), List.of()))
                .isInstanceOf(DatabaseUnavailableException.class);
    }

    @Test
    void shouldReadTheHistoryOfAnEntity(DatabaseTarget target) {
        PostgresServer.execute(target, ENTRIES);
        PostgresServer.execute(target, "SELECT audit_record('thing', '6', 'DELETE', '{\"a\": 1}')");
        assertThat(AuditReader.entity(target, "thing", "6", 10))
                .extracting(AuditEntry::action)
                .containsExactly("DELETE", "UPDATE");
        assertThat(AuditReader.entity(target, "thing", "6", 1)).hasSize(1);
        assertThat(AuditReader.entity(target, "thing' OR '1'='1", "6", 10)).isEmpty();
    }

    /** An entry that is right in itself and for the one before it, and did not come through the triggers. */
    private static String forge(String chain, int sequence) {
        return "WITH forged AS (INSERT INTO audit_logs (chain, chain_sequence, entity_type, action, engine_id, sequence, previous_hash,"
                + " hash) SELECT chain, " + sequence
                + ", 'forged', 'A', engine_id, sequence, hash, hash FROM audit_logs WHERE chain = '"
                + chain + "' AND chain_sequence = " + (sequence - 1) + " RETURNING 1) SELECT * FROM forged;"
                + " UPDATE audit_logs SET hash = audit_row_hash(audit_logs) WHERE chain = '" + chain
                + "' AND chain_sequence = " + sequence;
    }

    private static AuditCheck verify(DatabaseTarget target, List<AuditAnchor> anchors) {
        return AuditVerifier.verify(target, anchors, read -> {});
    }

    private static List<AuditAnchor> anchors(AuditCheck check) {
        return check.heads().stream().map(head -> new AuditAnchor(TIME, head)).toList();
    }

    private static List<String> found(AuditCheck check) {
        assertThat(check.whole()).isFalse();
        assertThat(check.findings())
                .extracting(AuditFinding::kind)
                .doesNotContainNull()
                .isSubsetOf(Kind.values());
        return check.findings().stream()
                .map(f -> f.chain() + " " + f.fromSequence() + "-" + f.toSequence() + " " + f.kind())
                .toList();
    }
}
