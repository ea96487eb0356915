package io.millrace.benchmarks.harness;

import java.util.List;

/**
 * Histograms for an {@code .hlog} file of the result folder, each under its name as tag.
 *
 * @param fileName without ending, lower case and dashes; unique in a run
 * @param curves what it holds
 */
public record LatencyFile(String fileName, List<Curve> curves) {
    public LatencyFile {
        curves = List.copyOf(curves);
    }
}
