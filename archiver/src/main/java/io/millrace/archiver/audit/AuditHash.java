package io.millrace.archiver.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash of an audit entry, computed from its columns without the database's help.
 *
 * <p>One thread. The bytes: for each field its length (4 bytes, big-endian; -1 for null) and its content. The fields: the text
 * {@code millrace-audit-1}, then the columns in the order of the table without {@code hash}. Text as UTF-8, numbers big-endian in
 * two's complement, the time as µs since 1970-01-01 UTC.
 */
final class AuditHash {
    static final int SIZE_BYTES = 32;
    private static final byte[] FORMAT = "millrace-audit-1".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    AuditHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    byte[] of(AuditEntry entry) {
        return of(entry, entry.chainSequence());
    }

    /** The hash that the entry would have under another number. */
    byte[] of(AuditEntry entry, long chainSequence) {
        digest.reset();
        field(FORMAT);
        text(entry.chain());
        integer(chainSequence);
        text(entry.entityType());
        text(entry.entityId());
        text(entry.action());
        text(entry.actor());
        text(entry.userId());
        text(entry.oldValue());
        text(entry.newValue());
        integer(entry.timestampMicros());
        text(entry.context());
        engine(entry.engineId());
        integer(entry.sequence());
        field(entry.previousHash());
        return digest.digest();
    }

    private void text(String value) {
        field(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private void integer(Long value) {
        field(value == null ? null : number.clear().putLong(value).array());
    }

    private void engine(Integer value) {
        field(
                value == null
                        ? null
                        : ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    private void field(byte[] bytes) {
        int length = bytes == null ? -1 : bytes.length;
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (length >>> shift));
        }
        if (bytes != null) {
            digest.update(bytes);
        }
    }
}
