package io.millrace.benchmarks.archive;

import io.millrace.benchmarks.archive.Commits.Commit;
import io.millrace.benchmarks.harness.LineChart;
import io.millrace.benchmarks.harness.LineChart.Line;
import io.millrace.benchmarks.harness.LineChart.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast an archiver was while its tables grew, in equal parts of its run. Immutable.
 *
 * @param partRows rows of each part, about: parts end with a commit
 * @param rates rows per second of each part
 */
record CatchUp(long partRows, List<Double> rates) {
    CatchUp {
        rates = List.copyOf(rates);
    }

    /** Divides a run, from its first commit on. */
    static CatchUp of(final List<Commit> commits, final int parts) {
        final Commit first = commits.get(0);
        final Commit last = commits.get(commits.size() - 1);
        final long partRows = (last.rows() - first.rows()) / parts;
        final List<Double> rates = new ArrayList<>();
        Commit begin = first;
        for (final Commit each : commits) {
            final boolean full = each.rows() >= first.rows() + partRows * (rates.size() + 1);
            if (each.atNs() > begin.atNs() && (full || each.equals(last)) && rates.size() < parts) {
                rates.add((each.rows() - begin.rows()) * 1e9 / (each.atNs() - begin.atNs()));
                begin = each;
            }
        }
        return new CatchUp(partRows, rates);
    }

    double first() {
        return rates.get(0);
    }

    double last() {
        return rates.get(rates.size() - 1);
    }

    /** Cost of a row over the rows that are there. */
    LineChart chart() {
        final List<Point> points = new ArrayList<>();
        for (int i = 0; i < rates.size(); i++) {
            points.add(new Point((i + 1.0) * partRows, 1e9 / rates.get(i)));
        }
        return new LineChart(
                "archive-catch-up",
                "Time per row while the archive grows",
                "rows archived",
                List.of(new Line("archiver", points)));
    }
}
