package io.millrace.archiver.access.testing;

import io.millrace.archiver.access.connection.DatabaseConnection;
import io.millrace.archiver.access.repository.Repositories;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test with a fresh database and all repositories over it, with no more rights than a service has. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
public abstract class RepositoryTest {
    protected DatabaseTarget database;
    protected DatabaseConnection connection;
    protected Repositories repositories;

    @BeforeEach
    protected final void open(DatabaseTarget fresh) {
        database = fresh;
        connection =
                DatabaseConnection.initialize(AccessFixture.config(fresh, 8).withRole("millrace_service"));
        repositories = Repositories.of(connection);
    }

    @AfterEach
    protected final void close() {
        connection.close();
    }
}
