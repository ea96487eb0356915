package io.millrace.benchmarks.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.trouble.Neighbours;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An archiver beside an engine, and how far behind it says that it is. What it says once a second is read by a thread of our own, from
 * the beginning of the measured time to its end.
 */
final class ArchiverLag implements Neighbours {
    private static final String STATUS = "archiver.json";

    private final Neighbours archiver;
    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
    private Path status;
    private int looks;
    private long mostRecords;
    private double mostSeconds;
    private Exception problem;

    /** The most of one run. */
    record Most(long records, double seconds) {}

    ArchiverLag(final Neighbours archiver) {
        this.archiver = archiver;
    }

    @Override
    public void begin(final Path dataDirectory) throws Exception {
        status = dataDirectory.resolve(STATUS);
        archiver.begin(dataDirectory);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with its executor, and keeps what went wrong in a field.
    public void measured() throws Exception {
        archiver.measured();
        watcher.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
    }

    @Override
    public void halfTime() throws Exception {
        archiver.halfTime();
    }

    private synchronized void look() {
        try {
            final JsonNode said = json.readTree(Files.readString(status));
            mostRecords = Math.max(mostRecords, said.get("lag").asLong());
            mostSeconds = Math.max(mostSeconds, said.get("secondsBehind").asDouble());
            looks++;
        } catch (final IOException | RuntimeException e) {
            problem = e;
        }
    }

    /** What it was; an archiver that said nothing is an error. */
    synchronized Most most() {
        if (looks == 0 || problem != null) {
            throw new IllegalStateException("the archiver does not tell its lag in " + status, problem);
        }
        return new Most(mostRecords, mostSeconds);
    }

    @Override
    public void close() throws IOException {
        watcher.shutdownNow();
        archiver.close();
    }
}
