package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.math.BigDecimal;

/**
 * What an analysis says of the volume. Immutable.
 *
 * @param volume or null
 * @param averageVolume or null
 * @param volumeRatio volume / average, or null
 * @param volumeTrend INCREASING, DECREASING, STABLE, or null
 * @param vwap volume weighted average price, or null
 * @param obv on-balance volume, or null
 * @param isAnomaly out of the ordinary
 * @param details an object
 */
public record VolumeAnalysis(
        BigDecimal volume,
        BigDecimal averageVolume,
        Double volumeRatio,
        String volumeTrend,
        BigDecimal vwap,
        BigDecimal obv,
        boolean isAnomaly,
        Json details) {}
