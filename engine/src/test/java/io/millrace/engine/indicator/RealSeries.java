package io.millrace.engine.indicator;

import io.millrace.journal.testing.SharedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Real series of the shared market data; a test that asks for one is skipped, loudly, where the data is absent. */
enum RealSeries {
    /** SPY, daily bars since 1998, in ten-thousandths of a dollar as the file has them. */
    SPY_1D("us/lean-us-spy-tradebars-1d.csv.gz", false, 0),

    /** Adani Ports on NSE, daily bars. */
    ADANIPORTS_1D("nse/nse-adaniports-ohlcv-1d-2020-10_2024-09.csv.gz", true, 0),

    /** ALGOUSDT perpetual, minute bars of one month. */
    ALGOUSDT_1M("crypto/binance-usdm-algousdt-klines-1m-2024-02.csv.gz", true, 60),

    /** The daily bars to which the published results of {@link SkenderResults} belong. */
    SKENDER_DEFAULT("indicators/skender/quotes-default.csv.gz", true, 0);

    private static final long DAY_NS = 86_400_000_000_000L;

    private final String file;
    private final boolean header;
    private final int intervalSeconds;

    RealSeries(String file, boolean header, int intervalSeconds) {
        this.file = file;
        this.header = header;
        this.intervalSeconds = intervalSeconds;
    }

    /** The series; aborts the calling test when the file is absent. */
    Series load() {
        Optional<Path> path = SharedData.find(file);
        Assumptions.assumeTrue(path.isPresent(), () -> "shared data not found: " + file);
        List<String> lines = lines(path.orElseThrow());
        List<String> rows = header ? lines.subList(1, lines.size()) : lines;
        Series series = Series.ofSize(name(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            String[] fields = rows.get(i).split(",", -1);
            // Days are numbered rather than parsed: no daily indicator depends on the date.
            long timeNs = intervalSeconds == 0 ? i * DAY_NS : Long.parseLong(fields[0]) * 1_000_000L;
            series.set(
                    i,
                    timeNs,
                    Double.parseDouble(fields[1]),
                    Double.parseDouble(fields[2]),
                    Double.parseDouble(fields[3]),
                    Double.parseDouble(fields[4]),
                    Double.parseDouble(fields[5]));
        }
        return series;
    }

    /** The lines of a gzip file, without empty ones and without a byte order mark. */
    static List<String> lines(Path path) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> line.startsWith("\uFEFF") ? line.substring(1) : line)
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
