package io.millrace.benchmarks.archive;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What storing rows took, from the first commit to the last, so that neither connecting nor looking at the schema is in it. Immutable.
 *
 * @param rows stored after the first commit
 * @param elapsedNs time
 * @param serverCpuNs processor time of all processes of the server
 * @param clientCpuNs processor time of this process
 */
record Work(long rows, long elapsedNs, long serverCpuNs, long clientCpuNs) {
    double rowsPerSecond() {
        return rows * 1e9 / elapsedNs;
    }

    double serverNsPerRow() {
        return (double) serverCpuNs / rows;
    }

    double clientNsPerRow() {
        return (double) clientCpuNs / rows;
    }

    /** The clocks at one moment. */
    record Reading(long rows, long atNs, long serverCpuNs, long clientCpuNs) {
        static Reading take(final ArchiveServer server, final long rows, final long nowNs) throws IOException {
            return new Reading(rows, nowNs, server.cpuNs(), ownCpuNs());
        }

        /** From an earlier moment to this one. */
        Work since(final Reading earlier) {
            return new Work(
                    rows - earlier.rows,
                    atNs - earlier.atNs,
                    serverCpuNs - earlier.serverCpuNs,
                    clientCpuNs - earlier.clientCpuNs);
        }
    }

    private static long ownCpuNs() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
