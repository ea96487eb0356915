package io.millrace.engine.pipeline;

import io.millrace.engine.config.CpuConfig;
import io.millrace.engine.config.CpuList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.openhft.affinity.Affinity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pins the threads of the pipeline to CPUs, each once at its start. Where that cannot be done there is one warning, and the
 * thread runs where the scheduler puts it.
 *
 * <p>Called by each of the threads. Where nothing is to be pinned, the library behind it is not even loaded.
 */
final class CpuPinning {
    private static final Logger LOG = LoggerFactory.getLogger(CpuPinning.class);
    private static final Path ISOLATED = Path.of("/sys/devices/system/cpu/isolated");

    private final List<Integer> cpus;
    private final AtomicBoolean warned = new AtomicBoolean();

    CpuPinning(final CpuConfig config) {
        cpus = config.isolated() ? isolated() : config.cpus();
    }

    /** Pins the calling thread. */
    void pin(final int stage) {
        if (stage >= cpus.size()) {
            return;
        }
        final int cpu = cpus.get(stage);
        final BitSet wanted = new BitSet();
        wanted.set(cpu);
        String reason = "the system did not take it";
        try {
            Affinity.setAffinity(wanted);
            if (wanted.equals(Affinity.getAffinity())) {
                return;
            }
        } catch (final RuntimeException | LinkageError e) {
            reason = String.valueOf(e.getMessage());
        }
        if (!warned.getAndSet(true)) {
            LOG.warn(
                    "cannot pin {} to CPU {} ({}): it runs where the scheduler puts it; correct millrace.engine.cpu",
                    Thread.currentThread().getName(),
                    cpu,
                    reason);
        }
    }

    /** CPUs that the kernel was told to keep free. */
    private static List<Integer> isolated() {
        try {
            return CpuList.parse(Files.readString(ISOLATED, StandardCharsets.US_ASCII));
        } catch (final IOException absent) {
            return List.of();
        }
    }
}
