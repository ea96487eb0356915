package io.millrace.archiver.audit;

import io.millrace.archiver.audit.AuditFinding.Kind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * Follows one chain from its first entry to its last. One thread, one chain; entries come in the order of their numbers.
 *
 * <p>An entry is judged by itself (its hash), by its number, and by the link to the one before. A change that repairs its own hash breaks the
 * link behind it; one that repairs all links behind it ends in another hash than the head or an anchor has.
 */
final class ChainCheck {
    private final String chain;
    private final List<AuditAnchor> anchors;
    private final Consumer<AuditFinding> findings;
    private final AuditHash hash;

    private long lastSequence;
    private byte[] lastHash = new byte[AuditHash.SIZE_BYTES];
    private boolean lastWasGood = true;
    /** By how much the numbers of entries are off since one was inserted or taken out between them. */
    private long shift;

    ChainCheck(String chain, List<AuditAnchor> anchors, AuditHash hash, Consumer<AuditFinding> findings) {
        this.chain = chain;
        this.anchors = anchors;
        this.hash = hash;
        this.findings = findings;
    }

    void next(AuditEntry entry) {
        long sequence = entry.chainSequence();
        if (sequence <= lastSequence) {
            find(sequence, sequence, Kind.INSERTED, "its number is there twice");
            return;
        }
        boolean gap = sequence > lastSequence + 1;
        if (gap) {
            find(lastSequence + 1, sequence - 1, Kind.MISSING, "the entries before and after are there");
        }
        boolean linked = gap || Arrays.equals(entry.previousHash(), lastHash);
        boolean good = Arrays.equals(hash.of(entry, sequence - shift), entry.hash());
        if (!good) {
            good = judgeBroken(entry);
        } else if (!linked && lastWasGood) {
            judgeBrokenLink(sequence);
        }
        lastWasGood = good;
        lastSequence = sequence;
        lastHash = entry.hash();
        compareWithAnchors(entry);
    }

    /** The hash does not fit the content: changed, or renumbered because a neighbour came or went. */
    private boolean judgeBroken(AuditEntry entry) {
        long sequence = entry.chainSequence();
        for (long step = -1; step <= 1; step += 2) {
            if (Arrays.equals(hash.of(entry, sequence - shift - step), entry.hash())) {
                shift += step;
                if (step > 0) {
                    find(
                            sequence - 1,
                            sequence - 1,
                            Kind.INSERTED,
                            "the entries behind it were renumbered to make room");
                } else {
                    find(sequence, sequence, Kind.MISSING, "the entries behind it were renumbered to close the gap");
                }
                return true;
            }
        }
        find(sequence, sequence, Kind.CHANGED, "its content gives another hash than it carries");
        return false;
    }

    private void judgeBrokenLink(long sequence) {
        if (lastSequence == 0) {
            find(sequence, sequence, Kind.REPLACED, "the first entry names an entry before it");
        } else {
            find(lastSequence, lastSequence, Kind.REPLACED, "entry " + sequence + " names another hash before it");
        }
    }

    private void compareWithAnchors(AuditEntry entry) {
        for (AuditAnchor anchor : anchors) {
            if (anchor.head().entryCount() == entry.chainSequence() - shift
                    && !anchor.head().hash().equals(HexFormat.of().formatHex(entry.hash()))) {
                find(
                        1,
                        entry.chainSequence(),
                        Kind.REWRITTEN,
                        "the anchor of " + anchor.time() + " has another hash there");
            }
        }
    }

    /**
     * Compares the end with what the database and the anchors say of it.
     *
     * @param head the chain's head in the database; null where it has none
     */
    AuditHead end(AuditHead head) {
        AuditHead found = AuditHead.of(chain, lastSequence, lastHash);
        long written = lastSequence - shift;
        if (head == null) {
            if (lastSequence > 0) {
                find(
                        1,
                        lastSequence,
                        Kind.INSERTED,
                        "the chain has no head: its entries did not come through the triggers");
            }
        } else if (head.entryCount() > written) {
            find(written + 1, head.entryCount(), Kind.CUT_OFF, "the head of the chain counts them");
        } else if (head.entryCount() < written) {
            find(head.entryCount() + 1, written, Kind.INSERTED, "the head of the chain does not count them");
        } else if (!head.hash().equals(found.hash())) {
            find(lastSequence, lastSequence, Kind.REPLACED, "the head of the chain has another hash");
        }
        anchors.stream()
                .filter(anchor -> anchor.head().entryCount() > written)
                .max(Comparator.comparingLong(anchor -> anchor.head().entryCount()))
                .filter(anchor -> head == null || anchor.head().entryCount() > head.entryCount())
                .ifPresent(anchor -> find(
                        written + 1,
                        anchor.head().entryCount(),
                        Kind.CUT_OFF,
                        "the anchor of " + anchor.time() + " counts them"));
        return found;
    }

    private void find(long from, long to, Kind kind, String detail) {
        findings.accept(new AuditFinding(chain, from, to, kind, detail));
    }
}
