package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.math.BigDecimal;

/**
 * What an analysis says of the risk. Immutable.
 *
 * @param riskLevel LOW, MEDIUM, HIGH or VERY_HIGH
 * @param riskScore 0 to 1, or null
 * @param entryPrice or null
 * @param stopLoss or null
 * @param takeProfit or null
 * @param riskReward or null
 * @param positionSize or null
 * @param maxLoss or null
 * @param volatility or null
 * @param valueAtRisk or null
 * @param maxDrawdown 0 to 1, or null
 * @param details an object
 */
public record RiskAssessment(
        String riskLevel,
        Double riskScore,
        BigDecimal entryPrice,
        BigDecimal stopLoss,
        BigDecimal takeProfit,
        Double riskReward,
        BigDecimal positionSize,
        BigDecimal maxLoss,
        Double volatility,
        Double valueAtRisk,
        Double maxDrawdown,
        Json details) {}
