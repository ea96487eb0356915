package io.millrace.archiver.run;

import io.millrace.archiver.deadletter.DeadLetter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that records were set aside: each of the first ones in a line of its own, later ones by their number whenever that
 * has doubled. The archiver's thread.
 */
final class DeadLetterLog {
    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
    private static final int FULL_LINES = 20;
    private static final String WAY_OUT = "; when the cause is gone: millrace archive --retry-dead-letters";

    private long said;
    private long sayAgainAt = 2 * FULL_LINES;
    private long known;

    /** After the commit that set them aside. */
    void setAside(List<DeadLetter> letters) {
        for (DeadLetter letter : letters) {
            said++;
            if (said <= FULL_LINES) {
                LOG.warn(
                        "record {} is set aside, {} refuses it: {}{}",
                        letter.sequence(),
                        letter.table(),
                        letter.message(),
                        WAY_OUT);
            } else if (said == sayAgainAt) {
                LOG.warn("{} records are set aside since the start; the last is {}", said, letter.sequence());
                sayAgainAt *= 2;
            }
        }
        known += letters.size();
    }

    /** After a look into the database: says how many there are where that is news. */
    void found(long count) {
        if (count > 0 && count != known) {
            LOG.warn("the archive lacks {} records that the database refused{}", count, WAY_OUT);
        }
        known = count;
    }
}
