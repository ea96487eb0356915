package io.millrace.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.journal.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The crosses of SMA 10 and SMA 30 on ten years of one stock, as backtesting.py counts them: its test strategy reverses the
 * position at each cross and expects 66 trades (kernc/backtesting.py, test_compute_stats).
 */
@Timeout(30)
class GoldenBacktestTest {
    private static final String FILE = "backtests/goog-ohlcv-1d-2004_2013.csv";
    private static final long DAY_NS = 86_400_000_000_000L;

    @Test
    void shouldFindTheCrossesOfThePublishedBacktest() throws IOException {
        Optional<Path> file = SharedData.find(FILE);
        Assumptions.assumeTrue(file.isPresent(), "shared data not found: " + FILE);
        RuleRig rig = new RuleRig(
                RuleKind.MOVING_AVERAGE_CROSS,
                Map.of(),
                Map.of(
                        "fast", IndicatorKind.SMA.create(10),
                        "slow", IndicatorKind.SMA.create(30),
                        "atr", IndicatorKind.ATR.create(14)));
        List<String> lines = Files.readAllLines(file.get());
        Bar bar = new Bar();
        int crosses = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            long openTimeNs =
                    LocalDate.parse(fields[0].substring(0, 10)).atStartOfDay().toEpochSecond(ZoneOffset.UTC)
                            * 1_000_000_000L;
            bar.set(
                    openTimeNs,
                    DAY_NS,
                    Double.parseDouble(fields[1]),
                    Double.parseDouble(fields[2]),
                    Double.parseDouble(fields[3]),
                    Double.parseDouble(fields[4]),
                    Double.parseDouble(fields[5]));
            if (rig.close(bar)) {
                crosses++;
            }
        }
        assertThat(crosses).isEqualTo(66);
    }
}
