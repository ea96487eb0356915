package io.millrace.archiver.testing;

import io.millrace.archiver.database.DatabaseTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that asks for a {@link DatabaseTarget} a fresh, migrated database of one server that all test classes
 * share, and drops it after the test; {@link PostgresServer} gives that server. A {@code @BeforeAll} method that asks gets
 * one for its class.
 */
public final class PostgresExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PostgresExtension.class);

    /** Closed by the engine after the last test. */
    private static final class Shared implements AutoCloseable {
        private final PostgresServer server = new PostgresServer();

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** The databases of one test, or of one class; closed by the engine after it. */
    private static final class Given implements AutoCloseable {
        private final PostgresServer server;
        private final List<DatabaseTarget> targets = new ArrayList<>();

        Given(PostgresServer server) {
            this.server = server;
        }

        DatabaseTarget next() {
            targets.add(server.newMigratedDatabase());
            return targets.get(targets.size() - 1);
        }

        @Override
        public void close() {
            targets.forEach(server::drop);
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
                .getStore(NAMESPACE)
                .computeIfAbsent(Shared.class, key -> new Shared(), Shared.class)
                .server;
        if (parameter.getParameter().getType() == PostgresServer.class) {
            return server;
        }
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Given.class, key -> new Given(server), Given.class)
                .next();
    }
}
