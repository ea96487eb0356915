package io.millrace.tools.torture.offline;

import io.millrace.tools.supervise.CommandProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** One data directory that a round owns, and the commands on it. One thread. */
final class DataCopy {
    private final CommandProcess command;
    private final Path data;
    private final Path config;
    private final Path first;
    private final Path more;

    DataCopy(final CommandProcess command, final Path directory) {
        this.command = command;
        data = directory.resolve("data");
        config = directory.resolve("engine.conf");
        first = directory.resolve("first.csv");
        more = directory.resolve("more.csv");
    }

    void writeFeed(final String configText, final String firstLines, final String moreLines) throws IOException {
        Files.writeString(config, configText);
        Files.writeString(first, firstLines);
        Files.writeString(more, moreLines);
    }

    Path data() {
        return data;
    }

    Path journal() {
        return data.resolve("journal");
    }

    Path file(final String name) {
        return data.resolve(name);
    }

    /** {@code run} with the first part of the feed. */
    Outcome runFirst() throws IOException {
        return run("binance-trades:" + first, "max");
    }

    /** {@code run} with the whole feed, slowly enough for snapshots. */
    Outcome runPaced(final String pace) throws IOException {
        return run(wholeFeed(), pace);
    }

    /** {@code run} with the whole feed: boots, brings what the journal does not have, stops. */
    Outcome run() throws IOException {
        return run(wholeFeed(), "max");
    }

    private String wholeFeed() {
        return "binance-trades:" + first + "," + more;
    }

    private Outcome run(final String feed, final String pace) throws IOException {
        return new Outcome(command.run(
                "run",
                "--feed",
                feed,
                "--symbol",
                "BTCUSDT",
                "--pace",
                pace,
                "--config",
                config,
                "--data",
                data,
                "--json"));
    }

    /** {@code recover --dry-run}. */
    Outcome dryRun() throws IOException {
        return new Outcome(command.run("recover", "--dry-run", "--config", config, "--data", data, "--json"));
    }

    /** {@code recover --new-generation}. */
    Outcome newGeneration() throws IOException {
        return new Outcome(command.run("recover", "--new-generation", "--data", data, "--json"));
    }

    /** {@code verify}: reads all and replays all. */
    Outcome verify() throws IOException {
        return new Outcome(command.run("verify", "--config", config, "--data", data, "--json"));
    }

    /** Turns a bit of a file over. */
    void flip(final String name, final long offset, final int bit) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(name).toFile(), "rw")) {
            file.seek(offset);
            final int before = file.read();
            file.seek(offset);
            file.write(before ^ 1 << bit);
        }
    }

    /** Writes over a part of a file. */
    void overwrite(final String name, final long offset, final byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(name).toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    /** Cuts a file, or makes it longer with zeros. */
    void length(final String name, final long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(name).toFile(), "rw")) {
            file.setLength(length);
        }
    }
}
