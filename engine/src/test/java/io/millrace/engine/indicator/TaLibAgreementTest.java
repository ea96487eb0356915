package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every indicator that TA-Lib has agrees with it from its first value on, and begins on the same bar. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TaLibAgreementTest {
    private static final List<String> TOO_HARD_FOR_ITS_VARIANCE = List.of("spikes", "large price, tiny moves");

    static Stream<Arguments> setupsAndGeneratedSeries() {
        // TA-Lib takes the variance as the difference of two sliding sums, mean of squares and square of mean. It has
        // no
        // digits left when prices are large and moves tiny, nor after a spike.
        return setups().flatMap(setup -> GeneratedSeries.all().stream()
                .filter(series ->
                        setup.kind() != IndicatorKind.BOLLINGER || !TOO_HARD_FOR_ITS_VARIANCE.contains(series.name()))
                .map(series -> Arguments.of(setup, series)));
    }

    @ParameterizedTest
    @MethodSource("setupsAndGeneratedSeries")
    void shouldAgreeFromItsFirstValueWhenSeriesIsGenerated(Setup setup, Series series) {
        assertAgreement(setup, series, theirs(setup, series));
    }

    @ParameterizedTest
    @EnumSource(RealSeries.class)
    void shouldAgreeFromItsFirstValueWhenSeriesIsReal(RealSeries real) {
        Series series = real.load();
        setups().forEach(setup -> assertAgreement(setup, series, theirs(setup, series)));
    }

    @ParameterizedTest
    @EnumSource(RealSeries.class)
    void shouldAgreeAsItComesWhenPricesAreNotSmall(RealSeries real) {
        Series series = real.load();
        // Variances of a price near 0.2 with a tick of 0.0001 often lie below 1e-8, which TA-Lib takes for zero.
        setups().filter(setup -> setup.kind() != IndicatorKind.BOLLINGER || real != RealSeries.ALGOUSDT_1M)
                .forEach(setup -> assertAgreement(setup, series, TaLibOracle.run(setup, series)));
    }

    private static Stream<Setup> setups() {
        return Setup.common().stream().filter(TaLibOracle::has);
    }

    private static double[][] theirs(Setup setup, Series series) {
        // The zero rule of its variance hides rounding when the market is flat, so it is switched off only where it
        // would hide the deviation itself.
        boolean lifted = setup.kind() != IndicatorKind.BOLLINGER || Series.max(series.close()) < 0.5;
        return lifted ? TaLibOracle.runLifted(setup, series) : TaLibOracle.run(setup, series);
    }

    private static void assertAgreement(Setup setup, Series series, double[][] theirs) {
        int warmUpBars = setup.create().warmUpBars();
        Agreement agreement = Agreement.of(Agreement.floor(setup.kind(), series), setup.run(series), theirs);
        assertThat(agreement.firstBar())
                .as("%s on %s: %s", setup, series, agreement)
                .isEqualTo(warmUpBars);
        assertThat(agreement.compared()).isEqualTo(series.size() - warmUpBars + 1);
        assertThat(theirs[0][warmUpBars - 1]).isNotNaN();
        if (warmUpBars > 1) {
            assertThat(theirs[0][warmUpBars - 2]).as("%s begins earlier", setup).isNaN();
        }
    }
}
