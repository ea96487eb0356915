package io.millrace.archiver.testing;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that asks for a {@link DatabaseTarget} a fresh, migrated database of one server that all test classes
 * share; {@link PostgresServer} gives that server.
 */
public final class PostgresExtension implements ParameterResolver {
    private static final String TEMPLATE = "millrace_template";

    /** Closed by the engine after the last test. */
    private static final class Shared implements AutoCloseable {
        private final PostgresServer server = new PostgresServer();

        Shared() {
            PostgresServer.execute(server.target("postgres"), "CREATE DATABASE " + TEMPLATE);
            Migrations.migrate(server.target(TEMPLATE));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == DatabaseTarget.class || type == PostgresServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        PostgresServer server = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(PostgresExtension.class))
                .computeIfAbsent(Shared.class, key -> new Shared(), Shared.class)
                .server;
        return parameter.getParameter().getType() == PostgresServer.class ? server : server.newDatabase(TEMPLATE);
    }
}
