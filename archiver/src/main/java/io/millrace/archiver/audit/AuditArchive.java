package io.millrace.archiver.audit;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Copies old entries of the audit trail, with their hashes, into a file that can be verified without the database.
 *
 * <p>Nothing is removed: the trail is append-only, and a chain without its beginning proves less. What the file adds is a copy in other
 * hands, and its heads are anchors: {@link AuditVerifier} then finds a chain that was rewritten as a whole.
 *
 * <p>One thread; one snapshot, read in pieces. The file is GZIP of UTF-8 lines: the format, then an entry per line in the text format of
 * COPY, so that {@code gunzip | tail -n +2} can also be loaded into a table.
 */
public final class AuditArchive {
    private static final String FORMAT = "millrace-audit-archive 1";
    private static final int FETCH_ROWS = 1_000;
    private static final int PROGRESS_ROWS = 10_000;

    /** The part of each chain before the first entry that is not old enough: a prefix, also where clocks went back. */
    private static final String OLD = "WITH cut AS (SELECT chain, min(chain_sequence) AS first_kept FROM audit_logs"
            + " WHERE \"timestamp\" >= ? GROUP BY chain) SELECT " + AuditEntry.COLUMNS
            + " FROM audit_logs LEFT JOIN cut USING (chain) WHERE chain_sequence < coalesce(first_kept, 9223372036854775807)"
            + " ORDER BY chain, chain_sequence";

    private AuditArchive() {}

    /**
     * What was copied or verified.
     *
     * @param heads the last entry of each chain in the file
     */
    public record Summary(long entries, List<AuditHead> heads) {}

    /**
     * Copies what is older than a time and not yet anchored.
     *
     * @param anchors heads of earlier files: what they cover is left out
     * @param file must not exist; gets its name when it is whole, and is not made where there is nothing to copy
     * @throws ArchiverException where the trail does not go on at an anchor
     */
    public static Summary write(
            DatabaseTarget target, Instant before, List<AuditAnchor> anchors, Path file, LongConsumer progress)
            throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Connection connection = Database.connect(target, "millrace-audit", Database.LONG_TIMEOUT)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Chains chains = new Chains(anchors);
            try (Writer out = new BufferedWriter(new OutputStreamWriter(
                            new GZIPOutputStream(Files.newOutputStream(partial)), StandardCharsets.UTF_8));
                    PreparedStatement statement = connection.prepareStatement(OLD)) {
                out.write(FORMAT + "\n");
                statement.setFetchSize(FETCH_ROWS);
                statement.setTimestamp(1, Timestamp.from(before));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        AuditEntry entry = AuditEntry.read(row);
                        if (chains.take(entry)) {
                            out.write(AuditArchiveLine.of(entry));
                            if (chains.entries() % PROGRESS_ROWS == 0) {
                                progress.accept(chains.entries());
                            }
                        }
                    }
                }
            }
            if (chains.entries() > 0) {
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return chains.summary();
        } catch (SQLException e) {
            throw AuditReader.failure(target, e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /**
     * Recomputes the hashes of a file and compares its beginning and end with the anchors.
     *
     * @throws ArchiverException that names the first entry that is not what was written
     */
    public static Summary verify(Path file, List<AuditAnchor> anchors) throws IOException {
        Chains chains = new Chains(List.of());
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            if (!FORMAT.equals(in.readLine())) {
                throw new ArchiverException(file + " is no archive of audit entries");
            }
            chains.beginAnywhere();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                chains.take(AuditArchiveLine.parse(file, line));
            }
        } catch (ZipException | EOFException damaged) {
            throw new ArchiverException(file + " is damaged: " + damaged.getMessage(), damaged);
        }
        for (AuditAnchor anchor : anchors) {
            chains.compare(anchor.head());
        }
        return chains.summary();
    }

    /** Follows each chain through the entries of a file. */
    private static final class Chains {
        private final Map<String, AuditHead> anchored = new LinkedHashMap<>();
        private final Map<String, AuditHead> ends = new LinkedHashMap<>();
        private final Map<String, byte[]> lastHash = new LinkedHashMap<>();
        private final AuditHash hash = new AuditHash();
        private boolean anywhere;
        private long entries;

        Chains(List<AuditAnchor> anchors) {
            for (AuditAnchor anchor : anchors) {
                AuditHead head = anchor.head();
                anchored.merge(head.chain(), head, (a, b) -> a.entryCount() >= b.entryCount() ? a : b);
            }
        }

        void beginAnywhere() {
            anywhere = true;
        }

        /** False where an earlier file has it. */
        boolean take(AuditEntry entry) {
            String chain = entry.chain();
            AuditHead anchor = anchored.get(chain);
            if (anchor != null && entry.chainSequence() <= anchor.entryCount()) {
                if (entry.chainSequence() == anchor.entryCount()
                        && !AuditHead.of(chain, anchor.entryCount(), entry.hash())
                                .equals(anchor)) {
                    throw broken(entry, "is not the one that was anchored");
                }
                lastHash.put(chain, entry.hash());
                return false;
            }
            AuditHead before = ends.get(chain);
            long expected = before != null
                    ? before.entryCount() + 1
                    : anchor != null ? anchor.entryCount() + 1 : anywhere ? entry.chainSequence() : 1;
            if (entry.chainSequence() != expected) {
                throw broken(entry, "should have number " + expected);
            }
            byte[] previous = lastHash.get(chain);
            if (previous != null && !Arrays.equals(previous, entry.previousHash())) {
                throw broken(entry, "does not go on from the entry before");
            }
            if (!Arrays.equals(hash.of(entry), entry.hash())) {
                throw broken(entry, "is not what was written");
            }
            lastHash.put(chain, entry.hash());
            ends.put(chain, AuditHead.of(chain, entry.chainSequence(), entry.hash()));
            entries++;
            return true;
        }

        private static ArchiverException broken(AuditEntry entry, String what) {
            return new ArchiverException("audit entry " + entry.chainSequence() + " of chain " + entry.chain() + " "
                    + what + ": see millrace audit verify");
        }

        /** An anchor within this file has to be the entry of that number. */
        void compare(AuditHead head) {
            AuditHead end = ends.get(head.chain());
            if (end != null && end.entryCount() == head.entryCount() && !end.equals(head)) {
                throw new ArchiverException("the last audit entry of chain " + head.chain() + ", " + head.entryCount()
                        + ", is not the one that was anchored");
            }
        }

        long entries() {
            return entries;
        }

        Summary summary() {
            return new Summary(entries, new ArrayList<>(ends.values()));
        }
    }
}
