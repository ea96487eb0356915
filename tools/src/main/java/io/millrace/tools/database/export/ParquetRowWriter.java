package io.millrace.tools.database.export;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Apache Parquet. Decimals of up to 38 digits are decimals, longer ones text; lists of texts are lists. One thread; memory for one row group.
 */
final class ParquetRowWriter implements RowWriter {
    private static final int INTEGER_DIGITS = 9;
    private static final int LONG_DIGITS = 18;
    private static final int MOST_DIGITS = 38;
    private static final int WIDE_BYTES = 16;
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final ParquetWriter<Object[]> writer;

    ParquetRowWriter(Path file, List<ExportColumn> columns) throws IOException {
        writer = new Builder(new LocalOutputFile(file), columns)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new GzipPages())
                .withCompressionCodec(CompressionCodecName.GZIP)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    @Override
    public void write(Object[] values) throws IOException {
        writer.write(values);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static Type field(ExportColumn column) {
        String name = column.name();
        return switch (column.type()) {
            case INTEGER -> Types.optional(INT64).named(name);
            case DOUBLE -> Types.optional(DOUBLE).named(name);
            case BOOLEAN -> Types.optional(BOOLEAN).named(name);
            case TIMESTAMP ->
                Types.optional(INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(name);
            case DATE ->
                Types.optional(INT32).as(LogicalTypeAnnotation.dateType()).named(name);
            case BYTES -> Types.optional(BINARY).named(name);
            case JSON ->
                Types.optional(BINARY).as(LogicalTypeAnnotation.jsonType()).named(name);
            case TEXT -> text(name);
            case TEXTS ->
                Types.optionalList()
                        .optionalElement(BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case DECIMAL -> decimal(column);
        };
    }

    private static Type text(String name) {
        return Types.optional(BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    }

    private static Type decimal(ExportColumn column) {
        if (column.precision() > MOST_DIGITS) {
            return text(column.name());
        }
        LogicalTypeAnnotation decimal =
                LogicalTypeAnnotation.decimalType(column.scale(), Math.max(1, column.precision()));
        if (column.precision() <= INTEGER_DIGITS) {
            return Types.optional(INT32).as(decimal).named(column.name());
        }
        return column.precision() <= LONG_DIGITS
                ? Types.optional(INT64).as(decimal).named(column.name())
                : Types.optional(FIXED_LEN_BYTE_ARRAY)
                        .length(WIDE_BYTES)
                        .as(decimal)
                        .named(column.name());
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
        private final List<ExportColumn> columns;

        Builder(OutputFile file, List<ExportColumn> columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<Object[]> getWriteSupport(Configuration hadoop) {
            throw new UnsupportedOperationException("Hadoop is not there");
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new Rows(columns);
        }
    }

    private static final class Rows extends WriteSupport<Object[]> {
        private final List<ExportColumn> columns;
        private RecordConsumer out;

        Rows(List<ExportColumn> columns) {
            this.columns = columns;
        }

        @Override
        @SuppressWarnings("deprecation")
        public WriteContext init(Configuration hadoop) {
            throw new UnsupportedOperationException("Hadoop is not there");
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            List<Type> fields = columns.stream().map(ParquetRowWriter::field).toList();
            return new WriteContext(new MessageType("row", fields), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(Object[] values) {
            out.startMessage();
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null) {
                    out.startField(columns.get(i).name(), i);
                    write(columns.get(i), values[i]);
                    out.endField(columns.get(i).name(), i);
                }
            }
            out.endMessage();
        }

        private void write(ExportColumn column, Object value) {
            switch (column.type()) {
                case INTEGER -> out.addLong((Long) value);
                case DOUBLE -> out.addDouble((Double) value);
                case BOOLEAN -> out.addBoolean((Boolean) value);
                case TIMESTAMP -> out.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
                case DATE -> out.addInteger(Math.toIntExact(((LocalDate) value).toEpochDay()));
                case BYTES -> out.addBinary(Binary.fromConstantByteArray((byte[]) value));
                case TEXT, JSON -> out.addBinary(Binary.fromString((String) value));
                case TEXTS -> writeTexts((List<?>) value);
                case DECIMAL -> writeDecimal(column, (BigDecimal) value);
            }
        }

        private void writeDecimal(ExportColumn column, BigDecimal value) {
            if (column.precision() > MOST_DIGITS) {
                out.addBinary(Binary.fromString(value.toPlainString()));
                return;
            }
            BigInteger mantissa =
                    value.setScale(column.scale(), RoundingMode.UNNECESSARY).unscaledValue();
            if (column.precision() <= INTEGER_DIGITS) {
                out.addInteger(mantissa.intValueExact());
                return;
            }
            if (column.precision() <= LONG_DIGITS) {
                out.addLong(mantissa.longValueExact());
                return;
            }
            byte[] bytes = mantissa.toByteArray();
            byte[] wide = new byte[WIDE_BYTES];
            Arrays.fill(wide, (byte) (mantissa.signum() < 0 ? -1 : 0));
            System.arraycopy(bytes, 0, wide, WIDE_BYTES - bytes.length, bytes.length);
            out.addBinary(Binary.fromConstantByteArray(wide));
        }

        private void writeTexts(List<?> texts) {
            out.startGroup();
            if (!texts.isEmpty()) {
                out.startField("list", 0);
                for (Object text : texts) {
                    out.startGroup();
                    if (text != null) {
                        out.startField("element", 0);
                        out.addBinary(Binary.fromString((String) text));
                        out.endField("element", 0);
                    }
                    out.endGroup();
                }
                out.endField("list", 0);
            }
            out.endGroup();
        }
    }
}
