package io.millrace.tools.torture.live;

import io.millrace.tools.database.ScratchServer;
import io.millrace.tools.torture.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one database server of a run, started when the first round wants it; each round makes a database of its own. One thread. */
final class DatabaseBench {
    private final Path directory;
    private final Leftovers leftovers;
    private ScratchServer server;

    DatabaseBench(final Path directory, final Leftovers leftovers) {
        this.directory = directory;
        this.leftovers = leftovers;
    }

    /** Why there can be none, or null. */
    String obstacle() {
        try {
            return ScratchServer.obstacle(Files.createDirectories(directory));
        } catch (final IOException e) {
            return "cannot make " + directory + ": " + e.getMessage();
        }
    }

    /** The server, running. */
    ScratchServer server() throws IOException {
        if (server == null) {
            server = ScratchServer.start(directory);
            leftovers.add(server);
        }
        return server;
    }
}
