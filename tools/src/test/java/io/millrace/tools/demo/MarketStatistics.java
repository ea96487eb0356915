package io.millrace.tools.demo;

import java.util.Arrays;

/** The few statistics by which a market is told from noise. Any thread. */
final class MarketStatistics {
    private MarketStatistics() {}

    static double mean(double[] x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    static double variance(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x)
                .map(each -> (each - mean) * (each - mean))
                .average()
                .orElseThrow();
    }

    static double autocorrelation(double[] x, int lag) {
        double mean = mean(x);
        double sum = 0;
        for (int i = lag; i < x.length; i++) {
            sum += (x[i] - mean) * (x[i - lag] - mean);
        }
        return sum / (x.length * variance(x));
    }

    static double correlation(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - meanX) * (y[i] - meanY);
        }
        return sum / (x.length * Math.sqrt(variance(x) * variance(y)));
    }

    static double excessKurtosis(double[] x) {
        double mean = mean(x);
        double fourth =
                Arrays.stream(x).map(each -> Math.pow(each - mean, 4)).average().orElseThrow();
        return fourth / Math.pow(variance(x), 2) - 3;
    }

    static double[] absolute(double[] x) {
        return Arrays.stream(x).map(Math::abs).toArray();
    }
}
