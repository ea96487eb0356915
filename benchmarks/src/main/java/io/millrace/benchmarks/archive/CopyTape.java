package io.millrace.benchmarks.archive;

import io.millrace.benchmarks.archive.Work.Reading;
import io.millrace.journal.time.Clocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agrona.concurrent.NanoClock;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * The rows that an archiver has stored, read back from the tables as the bytes of a binary COPY, transaction by transaction: what a bare
 * loop needs to store the very same rows in the same pieces. Immutable after reading; the thread that stores owns its connection.
 */
final class CopyTape {
    private static final int CHUNK_BYTES = 64 << 10;

    private final NanoClock clock = Clocks.monotonic();
    private final List<Transaction> transactions = new ArrayList<>();
    private final List<String> tables;

    /** Rows of one table in one transaction; the bytes are a whole COPY. */
    private record Piece(String copy, byte[] bytes, long rows) {}

    private record Transaction(List<Piece> pieces, long rows) {}

    private CopyTape(final List<String> tables) {
        this.tables = List.copyOf(tables);
    }

    /**
     * Reads what is in the tables.
     *
     * @param targets the tables that hold the rows themselves: a partition, not what it is a partition of
     * @param lastSequences the last sequence of each transaction
     */
    static CopyTape read(final Connection connection, final List<String> targets, final List<Long> lastSequences)
            throws SQLException, IOException {
        final Map<String, String> columns = new LinkedHashMap<>();
        for (final String table : targets) {
            columns.put(table, columns(connection, table));
        }
        final CopyTape tape = new CopyTape(targets);
        final CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
        long after = 0;
        for (final long last : lastSequences) {
            final List<Piece> pieces = new ArrayList<>();
            long rows = 0;
            for (final Map.Entry<String, String> each : columns.entrySet()) {
                final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
                final long found = manager.copyOut(
                        "COPY (SELECT " + each.getValue() + " FROM " + each.getKey() + " WHERE sequence > " + after
                                + " AND sequence <= " + last + " ORDER BY sequence) TO STDOUT (FORMAT binary)",
                        bytes);
                if (found > 0) {
                    final String copy =
                            "COPY " + each.getKey() + " (" + each.getValue() + ") FROM STDIN (FORMAT binary)";
                    pieces.add(new Piece(copy, bytes.toByteArray(), found));
                    rows += found;
                }
            }
            tape.transactions.add(new Transaction(pieces, rows));
            after = last;
        }
        return tape;
    }

    private static String columns(final Connection connection, final String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = ?::regclass"
                        + " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    long rows() {
        return transactions.stream().mapToLong(Transaction::rows).sum();
    }

    /** Bytes of all rows of the tape, as they go over the wire. */
    long bytes() {
        return transactions.stream()
                .flatMap(each -> each.pieces.stream())
                .mapToLong(piece -> piece.bytes.length)
                .sum();
    }

    /** Makes the tables empty again. */
    String truncate() {
        return "TRUNCATE " + String.join(", ", tables) + " CASCADE";
    }

    /** Stores all of it, one transaction after the other, on the calling thread. */
    Work store(final ArchiveServer server, final String database) throws SQLException, IOException {
        try (Connection connection = server.connect(database)) {
            connection.setAutoCommit(false);
            final CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
            Reading first = null;
            long rows = 0;
            for (final Transaction transaction : transactions) {
                store(connection, manager, transaction);
                rows += transaction.rows;
                if (first == null) {
                    first = Reading.take(server, rows, clock.nanoTime());
                }
            }
            final long endNs = clock.nanoTime();
            return Reading.take(server, rows, endNs).since(first);
        }
    }

    /** Stores all of it over so many connections, each with a thread of its own and its share of the transactions. */
    Work store(final ArchiveServer server, final String database, final int streams) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(streams);
        try {
            final List<Callable<Long>> work = new ArrayList<>();
            final List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                final int stream = i;
                final Connection connection = server.connect(database);
                connection.setAutoCommit(false);
                connections.add(connection);
                work.add(() -> share(connection, stream, streams));
            }
            final Reading begin = Reading.take(server, 0, clock.nanoTime());
            long rows = 0;
            for (final Future<Long> each : threads.invokeAll(work)) {
                rows += each.get();
            }
            final Work done = Reading.take(server, rows, clock.nanoTime()).since(begin);
            for (final Connection connection : connections) {
                connection.close();
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private long share(final Connection connection, final int stream, final int streams) throws SQLException {
        final CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
        long rows = 0;
        for (int i = stream; i < transactions.size(); i += streams) {
            store(connection, manager, transactions.get(i));
            rows += transactions.get(i).rows;
        }
        return rows;
    }

    private static void store(final Connection connection, final CopyManager manager, final Transaction transaction)
            throws SQLException {
        for (final Piece piece : transaction.pieces) {
            final CopyIn copy = manager.copyIn(piece.copy);
            for (int at = 0; at < piece.bytes.length; at += CHUNK_BYTES) {
                copy.writeToCopy(piece.bytes, at, Math.min(CHUNK_BYTES, piece.bytes.length - at));
            }
            if (copy.endCopy() != piece.rows) {
                throw new IllegalStateException("the server took other rows than it gave");
            }
        }
        connection.commit();
    }
}
