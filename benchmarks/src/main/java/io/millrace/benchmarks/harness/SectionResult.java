package io.millrace.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;

/**
 * What a section has found. Immutable; any thread.
 *
 * @param rows figures
 * @param tables tables for the page, in their order
 * @param charts charts of percentiles
 * @param lineCharts charts of times over a quantity
 * @param latencyFiles histograms to keep
 * @param listings texts of programs for the page, behind the figures
 */
public record SectionResult(
        List<Row> rows,
        List<Table> tables,
        List<Chart> charts,
        List<LineChart> lineCharts,
        List<LatencyFile> latencyFiles,
        List<Listing> listings) {
    public SectionResult {
        rows = List.copyOf(rows);
        tables = List.copyOf(tables);
        charts = List.copyOf(charts);
        lineCharts = List.copyOf(lineCharts);
        latencyFiles = List.copyOf(latencyFiles);
        listings = List.copyOf(listings);
    }

    /** Collects a result part by part. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects a result; one thread. */
    public static final class Builder {
        private final List<Row> rows = new ArrayList<>();
        private final List<Table> tables = new ArrayList<>();
        private final List<Chart> charts = new ArrayList<>();
        private final List<LineChart> lineCharts = new ArrayList<>();
        private final List<LatencyFile> latencyFiles = new ArrayList<>();
        private final List<Listing> listings = new ArrayList<>();

        private Builder() {}

        /** Adds a figure. */
        public Builder row(final Row row) {
            rows.add(row);
            return this;
        }

        /** Adds a table. */
        public Builder table(final Table table) {
            tables.add(table);
            return this;
        }

        /** Adds a chart of percentiles. */
        public Builder chart(final Chart chart) {
            charts.add(chart);
            return this;
        }

        /** Adds a chart of times over a quantity. */
        public Builder lineChart(final LineChart chart) {
            lineCharts.add(chart);
            return this;
        }

        /** Adds histograms to keep. */
        public Builder latencies(final LatencyFile file) {
            latencyFiles.add(file);
            return this;
        }

        /** Adds a text of a program. */
        public Builder listing(final Listing listing) {
            listings.add(listing);
            return this;
        }

        /** What was collected. */
        public SectionResult build() {
            return new SectionResult(rows, tables, charts, lineCharts, latencyFiles, listings);
        }
    }
}
