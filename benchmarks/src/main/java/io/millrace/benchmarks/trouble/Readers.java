package io.millrace.benchmarks.trouble;

import io.millrace.benchmarks.support.ChildJvm;
import io.millrace.engine.recovery.DataDirectory;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes that read the journal live, at the lowest priority. */
final class Readers implements Neighbours {
    private final int count;
    private final List<Process> processes = new ArrayList<>();

    Readers(final int count) {
        this.count = count;
    }

    @Override
    public void begin(final Path dataDirectory) throws IOException {
        for (int i = 0; i < count; i++) {
            final List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
            command.addAll(ChildJvm.command(
                    ReaderProcess.class,
                    new DataDirectory(dataDirectory).journal().toString()));
            final Process process =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
            processes.add(process);
            // It says so when it has read the first batch; a reader that never reads would be no neighbour.
            if (process.getInputStream().read() < 0) {
                throw new IllegalStateException("a reader ended before it had read anything");
            }
        }
    }

    @Override
    public void close() {
        final long alive = processes.stream().filter(Process::isAlive).count();
        for (final Process process : processes) {
            ChildJvm.end(process);
        }
        if (alive < processes.size()) {
            throw new IllegalStateException((processes.size() - alive) + " readers ended by themselves");
        }
    }
}
