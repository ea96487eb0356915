package io.millrace.engine.indicator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.journal.testing.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Published full-precision results of the Stock.Indicators project for {@link RealSeries#SKENDER_DEFAULT}. */
final class SkenderResults {
    private SkenderResults() {}

    /** The columns of a result file, {@code [column][bar]}; NaN where it gives none. */
    static double[][] load(String name, String... columns) {
        String file = "indicators/skender/result-" + name + ".standard.json.gz";
        Optional<Path> path = SharedData.find(file);
        Assumptions.assumeTrue(path.isPresent(), () -> "shared data not found: " + file);
        String json = String.join("\n", RealSeries.lines(path.orElseThrow()));
        List<? extends Config> rows =
                ConfigFactory.parseString("{\"rows\":" + json + '}').getConfigList("rows");
        double[][] values = new double[columns.length][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int column = 0; column < columns.length; column++) {
                Config row = rows.get(i);
                values[column][i] = row.hasPath(columns[column]) ? row.getDouble(columns[column]) : Double.NaN;
            }
        }
        return values;
    }
}
