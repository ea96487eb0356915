package io.millrace.engine.recovery;

import com.typesafe.config.Config;
import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.pipeline.SetAside;
import io.millrace.engine.state.StateException;
import io.millrace.journal.JournalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which market events ended how many runs, kept beside the journal: an event that a handler cannot take fails every start again, and
 * after {@value #STARTS} of them it is set aside.
 *
 * <p>Read at boot, written by the thread whose handler failed, removed by an orderly stop. What failed for a reason outside of
 * the event (the journal, the disk, a limit of the configuration) does not count.
 */
public final class FailedInputs {
    /** Starts that an event may end. */
    public static final int STARTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(FailedInputs.class);
    private static final int KEPT = 64;
    private static final int HEX = 16;

    private record Failed(int failures, String bytes) {}

    private final Path file;
    private final Map<Long, Failed> failed = new LinkedHashMap<>();

    public FailedInputs(final DataDirectory directory) {
        file = directory.failedInputs();
        JsonFile.read(file).filter(json -> json.hasPath("inputs")).ifPresent(json -> {
            for (final Config input : json.getConfigList("inputs")) {
                failed.put(
                        Long.parseUnsignedLong(input.getString("digest"), HEX),
                        new Failed(input.getInt("failures"), input.getString("bytes")));
            }
        });
    }

    /** Events that are to be set aside, with the number of starts that they ended. */
    public Map<Long, Integer> due() {
        final Map<Long, Integer> due = new LinkedHashMap<>();
        failed.forEach((digest, input) -> {
            if (input.failures() >= STARTS) {
                due.put(digest, input.failures());
                LOG.error(
                        "the input {} has ended {} starts: it is set aside, the journal gets a FeedStatus QUARANTINED in its place",
                        input.bytes(),
                        input.failures());
            }
        });
        return due;
    }

    /** Counts a failure at an input. */
    public void failedAt(final byte[] input, final Throwable problem) {
        final UnsafeBuffer bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(input.length));
        bytes.putBytes(0, input);
        if (!SetAside.mayBe(bytes) || isOutside(problem)) {
            return;
        }
        final long digest = SetAside.digestOf(bytes, input.length);
        final Failed before = failed.remove(digest);
        failed.put(
                digest,
                new Failed(
                        before == null ? 1 : before.failures() + 1,
                        HexFormat.of().formatHex(input)));
        while (failed.size() > KEPT) {
            failed.remove(failed.keySet().iterator().next());
        }
        write();
    }

    private static boolean isOutside(final Throwable problem) {
        return problem instanceof Error
                || problem instanceof JournalException
                || problem instanceof UncheckedIOException
                || problem instanceof StateException
                || problem instanceof ConfigurationError;
    }

    private void write() {
        final List<Map<String, Object>> inputs = new ArrayList<>();
        failed.forEach((digest, input) -> inputs.add(
                Map.of("digest", Long.toHexString(digest), "failures", input.failures(), "bytes", input.bytes())));
        JsonFile.write(file, Map.of("inputs", inputs));
    }

    /** A run has ended in order: it has got past all of them. */
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }
}
