package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;

/**
 * An instrument beside its sector and the market. Immutable.
 *
 * @param sector the sector
 * @param benchmarkSymbol what stands for it
 * @param stockReturn -1 or more, or null
 * @param sectorReturn -1 or more, or null
 * @param marketReturn -1 or more, or null
 * @param beta or null
 * @param correlation -1 to 1, or null
 * @param rankInSector from 1, or null
 * @param peerCount or null
 * @param details an object
 */
public record SectorBenchmark(
        String sector,
        String benchmarkSymbol,
        Double stockReturn,
        Double sectorReturn,
        Double marketReturn,
        Double beta,
        Double correlation,
        Integer rankInSector,
        Integer peerCount,
        Json details) {}
