package io.millrace.tools.doctor;

import io.millrace.engine.config.CpuList;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the choice of a preset rests on. Immutable, any thread.
 *
 * @param cores that this process may use, the container's quota counted
 * @param load runnable threads of the last minute; -1 when it cannot be told
 * @param quotaCores what the container's quota comes to in cores; infinite without one
 * @param isolated CPUs that the kernel keeps free of other threads
 * @param clockSource of the kernel; empty when it cannot be told
 */
record MachineFacts(int cores, double load, double quotaCores, List<Integer> isolated, String clockSource) {
    /** Of this machine, as it is now. */
    static MachineFacts read() {
        return new MachineFacts(
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                quotaCores(
                        text("/sys/fs/cgroup/cpu.max"),
                        text("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
                                + ' '
                                + text("/sys/fs/cgroup/cpu/cpu.cfs_period_us")),
                CpuList.parse(text("/sys/devices/system/cpu/isolated")),
                text("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
    }

    /** Quota by period, both in µs, from the unified hierarchy of control groups or else from the older one. */
    static double quotaCores(String unified, String older) {
        String text = unified.isEmpty() ? older : unified;
        String[] words = text.strip().split(" ", -1);
        if (words.length != 2 || !words[0].matches("\\d{1,15}") || !words[1].matches("[1-9]\\d{0,14}")) {
            return Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(words[0]) / Double.parseDouble(words[1]);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException absent) {
            return "";
        }
    }
}
