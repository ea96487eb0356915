package io.millrace.benchmarks.endtoend;

import io.millrace.engine.Engine;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.thread.EventPriority;
import io.millrace.journal.codec.StopReason;
import java.nio.file.Path;

/** The engine as it is shipped, with its journal, on a new data directory. Owned by the feed thread. */
final class ProductSession implements Session {
    private final Path directory;
    private final Engine engine;

    ProductSession(final Path directory, final EngineConfig config) {
        this.directory = directory;
        engine = Engine.open(directory, config);
    }

    @Override
    public Ingress ingress() {
        return engine.ingress();
    }

    @Override
    public EventPriority priority() {
        return engine.priority();
    }

    @Override
    public long startLatencyInterval() {
        return engine.startLatencyInterval();
    }

    @Override
    public long finish() {
        return engine.stop(StopReason.FEED_ENDED).eventsIn();
    }

    @Override
    public Path latencyDirectory() {
        return new DataDirectory(directory).latency();
    }

    @Override
    public void close() {
        engine.close();
    }
}
