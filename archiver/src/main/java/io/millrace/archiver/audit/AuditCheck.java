package io.millrace.archiver.audit;

import java.util.List;

/**
 * What the verification of the audit trail found. Immutable.
 *
 * @param heads the ends of the chains that are there, by name
 * @param entryCount entries read
 * @param anchorCount anchored heads that were compared
 * @param findings what is wrong, in the order of the chains, at most {@link AuditVerifier#FINDINGS_KEPT}
 * @param findingCount how much is wrong
 */
public record AuditCheck(
        List<AuditHead> heads, long entryCount, int anchorCount, List<AuditFinding> findings, long findingCount) {
    /** Whether every entry is where and what it was when it was written. */
    public boolean whole() {
        return findingCount == 0;
    }
}
