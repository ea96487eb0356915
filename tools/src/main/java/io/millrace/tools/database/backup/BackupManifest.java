package io.millrace.tools.database.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * What a backup holds: the last entry of its file, so that a file without it is not a whole backup. Immutable.
 *
 * @param format version of this layout
 * @param schemaVersion the migration that the tables had reached
 * @param serverVersion of the server that it was taken from, for people
 * @param takenAt time of the snapshot, ISO 8601, UTC
 * @param tables in an order in which foreign keys allow to fill them
 * @param sequences where the numbering goes on
 * @param leftOut tables that no migration makes, which a backup does not take
 */
record BackupManifest(
        int format,
        String schemaVersion,
        String serverVersion,
        String takenAt,
        List<TableEntry> tables,
        List<SequenceEntry> sequences,
        List<String> leftOut) {
    static final int FORMAT = 1;
    static final String FILE = "manifest.json";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One table, or one partition.
     *
     * @param name with its schema, quoted as SQL needs it
     * @param partitionOf the partitioned table, empty for others
     * @param bounds of a partition, as SQL
     * @param columns quoted, in the order of the data; generated ones are computed again
     * @param file entry that holds the rows in the binary format of COPY
     * @param sizeBytes of the entry, uncompressed
     * @param sha256 of the entry, hexadecimal
     * @param rows number of rows
     * @param digest sum over all rows of the first 8 bytes of the SHA-256 of the row's text; does not depend on their order
     * @param indexes of a partition alone, as SQL
     */
    record TableEntry(
            String name,
            String partitionOf,
            String bounds,
            List<String> columns,
            String file,
            long sizeBytes,
            String sha256,
            long rows,
            String digest,
            List<String> indexes) {}

    /**
     * One sequence.
     *
     * @param called whether the value has been given out
     */
    record SequenceEntry(String name, long value, boolean called) {}

    byte[] json() {
        try {
            return MAPPER.writeValueAsBytes(this);
        } catch (JacksonException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static BackupManifest parse(byte[] json) {
        try {
            return MAPPER.readValue(json, BackupManifest.class);
        } catch (IOException malformed) {
            throw new BackupDamagedException("its manifest cannot be read", malformed);
        }
    }

    long sizeBytes() {
        return tables.stream().mapToLong(TableEntry::sizeBytes).sum();
    }

    long rows() {
        return tables.stream().mapToLong(TableEntry::rows).sum();
    }
}
