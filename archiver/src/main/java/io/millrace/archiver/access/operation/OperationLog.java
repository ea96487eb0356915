package io.millrace.archiver.access.operation;

import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes every operation to the logger {@value #LOGGER}: at debug where all is well, at warn where it was slow or failed.
 * Any thread.
 *
 * <p>The fields stand in the text for people and as key-value pairs for collectors. Bound values are never part of it.
 */
public final class OperationLog {
    public static final String LOGGER = "io.millrace.archiver.access.operations";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final double NANOS_PER_MILLI = 1e6;

    private final long slowNs;

    /** A log that takes what lasts at least so long for slow. */
    public OperationLog(Duration slow) {
        this.slowNs = slow.toNanos();
    }

    public void record(OperationEvent event) {
        boolean slow = event.durationNs() >= slowNs;
        LoggingEventBuilder line = event.failed() || slow ? LOG.atWarn() : LOG.atDebug();
        Operation operation = event.operation();
        line.setMessage(() -> text(event, slow))
                .addKeyValue("timestamp", event.timestamp())
                .addKeyValue("component", operation.component())
                .addKeyValue("operation", operation.name())
                .addKeyValue("type", operation.type())
                .addKeyValue("durationNs", event.durationNs())
                .addKeyValue("rows", event.rows())
                .addKeyValue("error", event.error())
                .addKeyValue("transaction", event.transaction())
                .addKeyValue("thread", event.thread())
                .log();
    }

    private static String text(OperationEvent event, boolean slow) {
        StringBuilder text = new StringBuilder(200)
                .append(event.timestamp())
                .append(' ')
                .append(event.operation())
                .append(' ')
                .append(event.operation().type())
                .append(event.failed() ? " failed after " : slow ? " slow, " : " ")
                .append(String.format(Locale.ROOT, "%.3f ms", event.durationNs() / NANOS_PER_MILLI));
        if (event.failed()) {
            text.append(": ").append(event.error());
        } else {
            text.append(", rows ").append(event.rows());
        }
        text.append(" [thread ").append(event.thread());
        if (event.transaction() > 0) {
            text.append(", transaction ").append(event.transaction());
        }
        if (!event.sql().isEmpty()) {
            text.append(", sql ").append(event.sql());
        }
        return text.append(']').toString();
    }
}
