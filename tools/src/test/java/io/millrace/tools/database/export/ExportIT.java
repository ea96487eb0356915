package io.millrace.tools.database.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of each format finds is what the database holds, to the last digit. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers("S0-073")
class ExportIT {
    private static final Instant DAY = Instant.parse("2024-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private static void fill(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "CREATE TABLE ticks_20240101 PARTITION OF ticks FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-01-02"
                        + " 00:00:00+00')",
                "INSERT INTO ticks (event_time, engine_id, sequence, event_time_ns, instrument_id, feed_id, feed_position,"
                        + " receive_time_ns, kind, price, quantity, aggressor, suspicious, venue_code) SELECT timestamptz '2024-01-01 UTC'"
                        + " + i * interval '1 s' + interval '1 us', 1, i, i, 1, 1, i, i, 'TRADE', i + 0.000001,"
                        + " 12345678901234567890.123456789, 'BUYER', false, 'a\",' FROM generate_series(1, 12000) i",
                "INSERT INTO ticks (event_time, engine_id, sequence, event_time_ns, instrument_id, feed_id, feed_position,"
                        + " receive_time_ns, kind, bid_price, bid_quantity) VALUES ('2024-01-01 00:00:00+00', 1, 0, 0, 1, 1, 0, 0,"
                        + " 'QUOTE', 7, 0.5)");
    }

    private Export.Result export(
            DatabaseTarget target, String table, Instant from, Instant to, ExportFormat format, Path file)
            throws IOException {
        return Export.run(target, ExportSource.table(table), from, to, format, file, rows -> {});
    }

    @Test
    void shouldWriteCsv(DatabaseTarget target) throws IOException {
        fill(target);
        Path file = directory.resolve("t.csv");
        Export.Result result = export(target, "ticks", DAY, DAY.plusSeconds(2), ExportFormat.CSV, file);
        assertThat(result.rows()).isEqualTo(2);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo(String.join(",", result.columns()));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("2024-01-01T00:00:01.000001Z,1,")
                        .contains("\"a\"\",\",1.000001,12345678901234567890.123456789,,,"))
                .anySatisfy(line -> assertThat(line).contains(",,QUOTE,,,,,7,0.5,"));
        assertThat(directory.toFile().list()).containsExactly("t.csv");
    }

    @Test
    void shouldWriteJson(DatabaseTarget target) throws IOException {
        fill(target);
        Path file = directory.resolve("t.json");
        assertThat(export(target, "ticks", null, null, ExportFormat.JSON, file).rows())
                .isEqualTo(12_001);
        JsonNode rows = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(Files.newInputStream(file));
        assertThat(rows).hasSize(12_001);
        JsonNode trade = rows.get(0);
        assertThat(trade.get("event_time").asText()).isEqualTo("2024-01-01T00:00:01.000001Z");
        assertThat(trade.get("quantity").decimalValue()).isEqualByComparingTo("12345678901234567890.123456789");
        assertThat(trade.get("venue_code").asText()).isEqualTo("a\",");
        assertThat(trade.get("suspicious").isBoolean()).isTrue();
        assertThat(trade.get("bid_price").isNull()).isTrue();
        assertThat(Files.readAllLines(file)).hasSize(12_003);
    }

    @Test
    void shouldWriteParquetWithTheRightTypes(DatabaseTarget target) throws IOException {
        fill(target);
        Path file = directory.resolve("t.parquet");
        export(target, "ticks", null, null, ExportFormat.PARQUET, file);
        MessageType schema = schema(file);
        assertThat(schema.getType("event_time").toString())
                .isEqualTo("optional int64 event_time (TIMESTAMP(MICROS,true))");
        assertThat(schema.getType("price").toString()).isEqualTo("optional int64 price (DECIMAL(11,6))");
        assertThat(schema.getType("quantity").toString())
                .isEqualTo("optional fixed_len_byte_array(16) quantity (DECIMAL(29,9))");
        assertThat(schema.getType("bid_quantity").toString()).isEqualTo("optional int32 bid_quantity (DECIMAL(2,1))");
        assertThat(schema.getType("kind").toString()).isEqualTo("optional binary kind (STRING)");
        List<Group> rows = rows(file);
        assertThat(rows).hasSize(12_001);
        Group trade = rows.get(0);
        assertThat(trade.getLong("event_time", 0)).isEqualTo((DAY.getEpochSecond() + 1) * 1_000_000 + 1);
        assertThat(trade.getLong("price", 0)).isEqualTo(1_000_001);
        assertThat(new BigDecimal(new BigInteger(trade.getBinary("quantity", 0).getBytes()), 9))
                .isEqualByComparingTo("12345678901234567890.123456789");
        assertThat(trade.getString("venue_code", 0)).isEqualTo("a\",");
        assertThat(trade.getBoolean("suspicious", 0)).isFalse();
        assertThat(trade.getFieldRepetitionCount("bid_price")).isZero();
        Group quote = rows.get(rows.size() - 1);
        assertThat(quote.getInteger("bid_quantity", 0)).isEqualTo(5);
        assertThat(rows.stream().mapToLong(row -> row.getLong("sequence", 0)).sum())
                .isEqualTo(12_000L * 12_001 / 2);
    }

    @Test
    void shouldKeepNegativeWideDecimalsListsJsonAndBytes() throws IOException {
        List<ExportColumn> columns = List.of(
                new ExportColumn("wide", ExportColumn.Type.DECIMAL, 20, 2),
                new ExportColumn("huge", ExportColumn.Type.DECIMAL, 40, 0),
                new ExportColumn("texts", ExportColumn.Type.TEXTS, 0, 0),
                new ExportColumn("json", ExportColumn.Type.JSON, 0, 0),
                new ExportColumn("bytes", ExportColumn.Type.BYTES, 0, 0),
                new ExportColumn("day", ExportColumn.Type.DATE, 0, 0));
        Path file = directory.resolve("x.parquet");
        try (RowWriter writer = ExportFormat.PARQUET.open(file, columns)) {
            writer.write(new Object[] {
                new BigDecimal("-12345678901234567890.5"),
                BigDecimal.TEN.pow(39),
                List.of("a", "b"),
                "{\"a\": 1}",
                new byte[] {1, -1},
                LocalDate.EPOCH.plusDays(3)
            });
            writer.write(new Object[] {null, null, List.of(), null, null, null});
        }
        List<Group> rows = rows(file);
        Group row = rows.get(0);
        assertThat(new BigDecimal(new BigInteger(row.getBinary("wide", 0).getBytes()), 2))
                .isEqualByComparingTo("-12345678901234567890.5");
        assertThat(row.getString("huge", 0)).isEqualTo("1" + "0".repeat(39));
        assertThat(row.getGroup("texts", 0).getGroup("list", 1).getString("element", 0))
                .isEqualTo("b");
        assertThat(row.getString("json", 0)).isEqualTo("{\"a\": 1}");
        assertThat(row.getBinary("bytes", 0).getBytes()).containsExactly(1, -1);
        assertThat(row.getInteger("day", 0)).isEqualTo(3);
        assertThat(rows.get(1).getGroup("texts", 0).getFieldRepetitionCount("list"))
                .isZero();
        assertThat(rows.get(1).getFieldRepetitionCount("wide")).isZero();

        Path text = directory.resolve("x.csv");
        try (RowWriter writer = ExportFormat.CSV.open(text, columns)) {
            writer.write(new Object[] {new BigDecimal("1E+2"), null, List.of("a\"", "b"), "", new byte[] {10}, null});
        }
        assertThat(Files.readString(text))
                .isEqualTo("wide,huge,texts,json,bytes,day\r\n100,,\"[\"\"a\\\"\"\"\",\"\"b\"\"]\",\"\",0a,\r\n");
    }

    @Test
    void shouldAnswerEveryNamedQueryAndEveryTable(DatabaseTarget target) throws IOException {
        fill(target);
        for (String name : NamedQuery.names()) {
            Path file = directory.resolve(name + ".csv");
            Export.Result result =
                    Export.run(target, ExportSource.query(name), DAY, null, ExportFormat.CSV, file, rows -> {});
            assertThat(Files.readAllLines(file)).as(name).hasSize((int) result.rows() + 1);
        }
        assertThat(ExportSource.tables()).contains("ticks", "trading_signals", "trades");
        for (String name : ExportSource.tables()) {
            ExportSource source = ExportSource.table(name);
            Instant from = source.hasTime() ? DAY : null;
            Export.run(target, source, from, null, ExportFormat.PARQUET, directory.resolve(name), rows -> {});
            assertThat(directory.resolve(name)).exists();
        }
    }

    @Test
    void shouldLeaveNoFileBehindWhenItFails(DatabaseTarget target) {
        PostgresServer.execute(target, "ALTER TABLE dead_letters RENAME TO gone");
        Path file = directory.resolve("x.csv");
        assertThatThrownBy(() -> export(target, "dead_letters", null, null, ExportFormat.CSV, file))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("cannot export dead_letters")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThat(directory).isEmptyDirectory();
    }

    private static MessageType schema(Path file) throws IOException {
        try (ParquetFileReader reader = open(file)) {
            return reader.getFooter().getFileMetaData().getSchema();
        }
    }

    private static List<Group> rows(Path file) throws IOException {
        List<Group> rows = new ArrayList<>();
        try (ParquetFileReader reader = open(file)) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(records.read());
                }
            }
        }
        return rows;
    }

    private static ParquetFileReader open(Path file) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new Gunzip())
                        .build());
    }

    /** The counterpart of {@link GzipPages}, for the same reason. */
    private static final class Gunzip implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            return new BytesInputDecompressor() {
                @Override
                public BytesInput decompress(BytesInput bytes, int size) throws IOException {
                    try (GZIPInputStream gzip = new GZIPInputStream(bytes.toInputStream())) {
                        return BytesInput.from(gzip.readNBytes(size));
                    }
                }

                @Override
                public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int outputSize) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void release() {}
            };
        }

        @Override
        public void release() {}
    }
}
