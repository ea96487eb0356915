package io.millrace.archiver.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps what a class or a package warns of during one test, away from the log of the build. Registered as a field of the test. */
public final class Warnings implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger;
    private final Level least;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    /** Of a logger and those below it. */
    public Warnings(String loggerName) {
        this(loggerName, Level.WARN);
    }

    /** The same from another level on. */
    public Warnings(String loggerName, Level least) {
        logger = (Logger) LoggerFactory.getLogger(loggerName);
        this.least = least;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        events.start();
        logger.setLevel(least);
        logger.setAdditive(false);
        logger.addAppender(events);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(null);
        clear();
    }

    /** Those so far, in their order. */
    public List<String> lines() {
        return events.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(least))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Forgets those so far. */
    public void clear() {
        events.list.clear();
    }
}
