package io.millrace.benchmarks.archive;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What storing rows took, from the first commit to the last, so that neither connecting nor looking at the schema is in it. Immutable.
 *
 * @param rows stored after the first commit
 * @param elapsedNs time
 * @param serverCpuNs processor time of all processes of the server, at least a tick
 * @param clientCpuNs processor time of this process, at least a tick
 */
record Work(long rows, long elapsedNs, long serverCpuNs, long clientCpuNs) {
    /** What the clocks of processor time count in; a run too short for one tick is booked as one, so that no ratio divides by nothing. */
    static final long TICK_NS = 10_000_000L;

    Work {
        serverCpuNs = Math.max(serverCpuNs, TICK_NS);
        clientCpuNs = Math.max(clientCpuNs, TICK_NS);
    }

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
