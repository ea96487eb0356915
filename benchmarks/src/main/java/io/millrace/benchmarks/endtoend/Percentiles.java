package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.harness.Unit;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The columns of a latency table: 50, 90, 95, 99, 99.9, 99.99 % and the worst. Any thread; cold. */
public final class Percentiles {
    private static final double[] SHOWN = {50, 90, 95, 99, 99.9, 99.99};

    private Percentiles() {}

    /** The header, behind one for what the row is of. */
    public static List<String> header(final String... first) {
        final List<String> header = new ArrayList<>(List.of(first));
        for (final double percentile : SHOWN) {
            header.add((percentile == Math.rint(percentile)
                            ? String.valueOf((int) percentile)
                            : String.valueOf(percentile))
                    + " %");
        }
        header.add("worst");
        return header;
    }

    /** A row. */
    public static List<String> row(final Histogram latencies, final String... first) {
        final List<String> row = new ArrayList<>(List.of(first));
        for (final double percentile : SHOWN) {
            row.add(cell(latencies, percentile));
        }
        row.add(cell(latencies, 100));
        return row;
    }

    /** One percentile. */
    public static String cell(final Histogram latencies, final double percentile) {
        final double valueNs = latencies.getValueAtPercentile(percentile);
        return latencies.getTotalCount() == 0 ? "–" : Unit.NANOSECONDS.format(valueNs);
    }
}
