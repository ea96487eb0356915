package io.millrace.tools.doctor;

import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.agrona.concurrent.NanoClock;

/** Cores, memory, shared memory and clock of this machine or container. Any thread. */
final class MachineChecks {
    private static final long MEMORY_PROBLEM_BYTES = 400L << 20;
    private static final long MEMORY_WARNING_BYTES = 1L << 30;
    private static final long SHARED_MEMORY_FLOOR_BYTES = 32L << 20;
    private static final int CLOCK_SAMPLES = 2_000;
    private static final long CLOCK_STEP_LIMIT_NS = 10_000;
    static final Set<String> GOOD_CLOCK_SOURCES =
            Set.of("tsc", "kvm-clock", "arch_sys_counter", "hyperv_clocksource_tsc_page", "xen");

    List<Finding> examine() {
        return List.of(cores(), memory(), sharedMemory(), clock());
    }

    private static Finding cores() {
        int count = Runtime.getRuntime().availableProcessors();
        String detail = count + " available, " + System.getProperty("os.arch");
        if (count < 2) {
            return Finding.warning(
                    "cores",
                    detail,
                    "give two or more: on one core the feed and the engine take turns and latencies are milliseconds");
        }
        return Finding.ok("cores", detail);
    }

    private static Finding memory() {
        OptionalLong available = available();
        if (available.isEmpty()) {
            return Finding.warning("memory", "cannot read /proc/meminfo", "run on Linux");
        }
        long bytes = available.getAsLong();
        String detail = (bytes >> 20) + " MiB available";
        if (bytes < MEMORY_PROBLEM_BYTES) {
            return Finding.problem("memory", detail, "free 400 MiB or more, or raise the container's limit");
        }
        if (bytes < MEMORY_WARNING_BYTES) {
            return Finding.warning("memory", detail, "an engine and the embedded database want 1 GiB together");
        }
        return Finding.ok("memory", detail);
    }

    /** The smaller of what the machine has and what the container may still take. */
    private static OptionalLong available() {
        long machine = -1;
        for (String line : lines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemAvailable:")) {
                machine = Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        if (machine < 0) {
            return OptionalLong.empty();
        }
        List<String> limit = lines(Path.of("/sys/fs/cgroup/memory.max"));
        List<String> used = lines(Path.of("/sys/fs/cgroup/memory.current"));
        if (limit.isEmpty() || used.isEmpty() || limit.get(0).equals("max")) {
            return OptionalLong.of(machine);
        }
        long left = Long.parseLong(limit.get(0).strip())
                - Long.parseLong(used.get(0).strip());
        return OptionalLong.of(Math.min(machine, left));
    }

    private static Finding sharedMemory() {
        Path path = Path.of("/dev/shm");
        String remedy = "mount a tmpfs of 64 MiB or more at /dev/shm (docker run --shm-size=256m)";
        try {
            long bytes = Files.getFileStore(path).getTotalSpace();
            String detail = "/dev/shm has " + (bytes >> 20) + " MiB";
            if (!Files.isWritable(path) || bytes < SHARED_MEMORY_FLOOR_BYTES) {
                return Finding.warning("shared memory", detail, remedy);
            }
            return Finding.ok("shared memory", detail);
        } catch (IOException absent) {
            return Finding.warning("shared memory", "/dev/shm is not there", remedy);
        }
    }

    private static Finding clock() {
        long smallest = Long.MAX_VALUE;
        NanoClock clock = Clocks.monotonic();
        long last = clock.nanoTime();
        for (int i = 0; i < CLOCK_SAMPLES; i++) {
            long now = clock.nanoTime();
            if (now < last) {
                return Finding.problem(
                        "clock",
                        "the monotonic clock went back by " + (last - now) + " ns",
                        "repair the machine's clock source");
            }
            if (now > last) {
                smallest = Math.min(smallest, now - last);
            }
            last = now;
        }
        List<String> source = lines(Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
        String name = source.isEmpty() ? "unknown" : source.get(0).strip();
        String detail = "source " + name + ", monotonic step " + smallest + " ns, zone " + ZoneId.systemDefault()
                + " (records are in UTC)";
        if (smallest > CLOCK_STEP_LIMIT_NS) {
            return Finding.warning(
                    "clock", detail, "latencies cannot be measured with this clock source; prefer tsc or kvm-clock");
        }
        if (!source.isEmpty() && !GOOD_CLOCK_SOURCES.contains(name)) {
            return Finding.warning("clock", detail, "reading this clock source is slow; prefer tsc or kvm-clock");
        }
        return Finding.ok("clock", detail);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
