package io.millrace.tools.torture.live;

import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an engine has said of itself in its counters, which is what {@code millrace stat} shows; also after its death. Immutable.
 *
 * @param processId of the engine that wrote them
 * @param lastSequence the last committed one: acknowledged at durability {@code process}
 * @param forcedSequence the last forced one: acknowledged at the other levels
 * @param trades in the journal
 * @param waitingForSpace whether it takes no input because its disk is nearly full
 */
record EngineWatch(
        long processId, long lastSequence, long forcedSequence, long trades, long quotes, boolean waitingForSpace) {
    /** Nobody has said anything. */
    static final EngineWatch NOTHING = new EngineWatch(0, 0, 0, 0, 0, false);

    /** Reads what is there now; {@link #NOTHING} while there is nothing whole. */
    static EngineWatch of(final Path data) {
        final Path file = data.resolve("counters.dat");
        if (!Files.isRegularFile(file)) {
            return NOTHING;
        }
        try (CountersFile counters = CountersFile.read(file)) {
            return new EngineWatch(
                    counters.processId(),
                    counters.value(EngineCounter.LAST_SEQUENCE),
                    counters.value(EngineCounter.FORCED_SEQUENCE),
                    counters.value(EngineCounter.TRADES),
                    counters.value(EngineCounter.QUOTES),
                    counters.value(EngineCounter.WAITING_FOR_SPACE) == 1);
        } catch (final RuntimeException beingMade) {
            return NOTHING;
        }
    }

    /** Whether this engine is open for inputs. */
    boolean readyAs(final long pid) {
        return processId == pid && lastSequence > 0;
    }
}
