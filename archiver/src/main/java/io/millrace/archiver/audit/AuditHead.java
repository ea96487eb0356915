package io.millrace.archiver.audit;

import java.util.HexFormat;

/**
 * The end of a chain. Immutable.
 *
 * @param chain the chain
 * @param entryCount entries, which is the number of the newest
 * @param hash hash of the newest, 64 hex digits
 */
public record AuditHead(String chain, long entryCount, String hash) {
    static AuditHead of(String chain, long entryCount, byte[] hash) {
        return new AuditHead(chain, entryCount, HexFormat.of().formatHex(hash));
    }
}
