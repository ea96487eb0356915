package io.millrace.archiver.audit;

import java.time.Instant;

/**
 * The end of a chain as somebody wrote it down outside the database. Immutable.
 *
 * @param time when it was written down
 * @param head the end of the chain at that time
 */
public record AuditAnchor(Instant time, AuditHead head) {}
