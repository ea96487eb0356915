package io.millrace.archiver.access.connection;

import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.postgresql.util.PGobject;

/** How Java types and columns correspond: records as rows, snake case columns, instants, JSON and text arrays. Any thread. */
final class JdbiSetup {
    private JdbiSetup() {}

    static Jdbi create(ConnectionFactory connections) {
        Jdbi jdbi = Jdbi.create(connections);
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerArgument(new JsonArgument());
        jdbi.registerArgument(new UuidArgument());
        jdbi.registerColumnMapper(Instant.class, (row, column, context) -> {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        });
        jdbi.registerColumnMapper(Json.class, (row, column, context) -> Json.of(row.getString(column)));
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerRowMapper((RowMapperFactory) (type, config) -> type instanceof Class<?> rowType && isRow(rowType)
                ? Optional.of(ConstructorMapper.of(rowType))
                : Optional.empty());
        return jdbi;
    }

    private static boolean isRow(Class<?> type) {
        return type.isRecord() && type != Json.class;
    }

    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
        InstantArgument() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, value.atOffset(ZoneOffset.UTC));
        }
    }

    /** Also for a missing one, which would otherwise be sent as text. */
    private static final class UuidArgument extends AbstractArgumentFactory<UUID> {
        UuidArgument() {
            super(Types.OTHER);
        }

        @Override
        protected Argument build(UUID value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, value);
        }
    }

    private static final class JsonArgument extends AbstractArgumentFactory<Json> {
        JsonArgument() {
            super(Types.OTHER);
        }

        @Override
        protected Argument build(Json value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, jsonb(value.text()));
        }
    }

    private static PGobject jsonb(String text) throws SQLException {
        PGobject object = new PGobject();
        object.setType("jsonb");
        object.setValue(text);
        return object;
    }
}
