package io.millrace.tools.database.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The kinds of files. */
public enum ExportFormat {
    /** RFC 4180 with a header; NULL is nothing, an empty text is {@code ""}. */
    CSV,
    /** One array of objects, a row per line. */
    JSON,
    /** Apache Parquet, GZIP pages, exact decimals, times in microseconds UTC. */
    PARQUET;

    RowWriter open(Path file, List<ExportColumn> columns) throws IOException {
        return switch (this) {
            case CSV -> new CsvRowWriter(file, columns);
            case JSON -> new JsonRowWriter(file, columns);
            case PARQUET -> new ParquetRowWriter(file, columns);
        };
    }
}
