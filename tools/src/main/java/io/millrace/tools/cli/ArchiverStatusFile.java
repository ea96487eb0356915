package io.millrace.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.archiver.run.ArchiveStatus;
import io.millrace.engine.config.Scheduling;
import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code archiver.json} in the data directory: how the archiver stands, for {@code millrace stat}. Written once a second by the
 * archiver's thread; read by anybody.
 */
final class ArchiverStatusFile {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiverStatusFile.class);
    private static final String NAME = "archiver.json";
    private static final double STALE_SECONDS = 10;

    private final Path file;
    private final Path temporary;
    private boolean failed;

    ArchiverStatusFile(Path directory) {
        file = directory.resolve(NAME);
        temporary = directory.resolve(NAME + ".tmp");
    }

    /** Replaces the file; a failure is told once and keeps nobody from archiving. */
    void write(ArchiveStatus status, Scheduling scheduling) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("processId", ProcessHandle.current().pid());
        object.put("updatedTimeNs", Clocks.epoch().nanoTime());
        object.put("engineId", status.engineId());
        object.put("position", status.position());
        object.put("lag", status.lagRecords());
        object.put("secondsBehind", Format.rounded(status.behindNs() / 1e9));
        object.put("rows", status.rows());
        object.put("rowsPerSecond", Format.rounded(status.rowsPerSecond()));
        object.put("deadLetters", status.deadLetters());
        object.put("scheduling", scheduling.label());
        object.put("waitingFor", status.waitingFor().isEmpty() ? null : status.waitingFor());
        try {
            Files.writeString(temporary, new Json().write(object));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            failed = false;
        } catch (IOException failure) {
            if (!failed) {
                LOG.warn("cannot write {}, millrace stat will not show the archiver: {}", file, failure.toString());
            }
            failed = true;
        }
    }

    /** What an archiver has written last; empty where none ever did. */
    static Optional<Entry> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode object = JsonMapper.builder().build().readTree(file.toFile());
        double ageSeconds =
                (Clocks.epoch().nanoTime() - object.path("updatedTimeNs").asLong()) / 1e9;
        return Optional.of(new Entry(object, ageSeconds));
    }

    /** One reading of the file. */
    record Entry(JsonNode object, double ageSeconds) {
        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("running", running());
            map.put("ageSeconds", Format.rounded(ageSeconds));
            object.properties().forEach(each -> map.put(each.getKey(), each.getValue()));
            return map;
        }

        /** An archiver writes every second; silence for longer means that it ended, by itself or not. */
        private boolean running() {
            return ageSeconds < STALE_SECONDS;
        }

        void print(TextPrinter out) {
            out.line("Archiver process " + object.path("processId").asLong()
                    + (running() ? ", running" : ", silent for " + Math.round(ageSeconds) + " s"));
            out.pair("position", Format.count(object.path("position").asLong()));
            out.pair(
                    "lag",
                    Format.count(object.path("lag").asLong()) + " records, "
                            + object.path("secondsBehind").asDouble() + " s of event time");
            out.pair("rows", Format.rate(object.path("rowsPerSecond").asDouble()));
            if (object.path("deadLetters").asLong() > 0) {
                out.pair("dead letters", Format.count(object.path("deadLetters").asLong()));
            }
            if (object.path("scheduling").isTextual()) {
                out.pair("scheduling", object.path("scheduling").asText());
            }
            if (object.path("waitingFor").isTextual()) {
                out.pair("waiting for", object.path("waitingFor").asText());
            }
        }
    }
}
