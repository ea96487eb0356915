package io.millrace.tools.torture.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.tools.supervise.CommandProcess;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.reader.RawBatch;
import io.millrace.tools.torture.reader.RawJournal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Journals that the Millrace of each schema version wrote, kept as they were: {@code golden-v<N>.zip} holds the queue's table, one
 * cycle file without the zeros at its end, and what that Millrace said of them. This version reads every record, makes the same
 * outputs and the same state of the inputs, goes on behind them, and reads the mixture. A round is a version; the newest one must be
 * there, so a new schema version cannot be released without its journal.
 */
final class GoldenJournals implements OfflineFault {
    private static final String NOTES = "golden.properties";
    private static final int MORE_EVENTS = 50;

    private final CommandProcess command;

    GoldenJournals(final CommandProcess command) {
        this.command = command;
    }

    @Override
    public String name() {
        return "golden";
    }

    @Override
    public String title() {
        return "journals of every schema version";
    }

    @Override
    public int rounds(final Effort effort) {
        return MessageHeaderDecoder.SCHEMA_VERSION;
    }

    @Override
    public void round(final Round round) throws IOException {
        final int version = 1 + round.number() % MessageHeaderDecoder.SCHEMA_VERSION;
        final Path data = round.directory().resolve("data");
        final Path journal = Files.createDirectories(data.resolve("journal"));
        final Properties notes = unpack(version, journal);
        final long records = Long.parseLong(notes.getProperty("records"));

        final List<RawBatch> batches = new ArrayList<>();
        final RawJournal.Reading reading = RawJournal.read(journal, batches::add);
        Invariant.I2.require(
                reading.clean() && reading.records() == records,
                "version " + version + ": " + records + " records, read are " + reading);
        Invariant.I2.require(
                batches.stream().allMatch(batch -> batch.schemaVersion() == version),
                "the golden journal of version " + version + " holds batches of another one");
        requireSame(version, notes, records, verify(version, data));

        final Path more = round.directory().resolve("more.csv");
        Files.writeString(more, new Ticks(round.seed()).lines(MORE_EVENTS));
        new Outcome(command.run(
                        "run", "--feed", "binance-trades:" + more, "--symbol", "ETHUSDT", "--data", data, "--json"))
                .requireDone("version " + version);
        final RawJournal.Reading mixture = RawJournal.read(journal, batch -> {});
        Invariant.I2.require(
                mixture.clean() && mixture.lastSequence() > records + MORE_EVENTS,
                "version " + version + " with records of this one behind it: " + mixture);
        verify(version, data);
        round.count(Figure.EVENTS_RECOVERED, mixture.records());
    }

    private JsonNode verify(final int version, final Path data) throws IOException {
        final Outcome verified = new Outcome(command.run("verify", "--data", data, "--json"));
        verified.requireDone("version " + version);
        return verified.json();
    }

    private static void requireSame(
            final int version, final Properties notes, final long records, final JsonNode verified) {
        Invariant.I3.require(
                verified.get("records").asLong() == records
                        && verified.get("identical").asBoolean()
                        && verified.get("outputDigest").asText().equals(notes.getProperty("outputDigest"))
                        && verified.get("stateDigest").asText().equals(notes.getProperty("stateDigest")),
                "version " + version + ": " + notes + " expected, " + verified);
    }

    private static Properties unpack(final int version, final Path journal) throws IOException {
        final String resource = "golden-v" + version + ".zip";
        final Properties notes = new Properties();
        try (InputStream stream = GoldenJournals.class.getResourceAsStream(resource)) {
            Invariant.I2.require(stream != null, "there is no golden journal of schema version " + version);
            final ZipInputStream zip = new ZipInputStream(stream);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final byte[] bytes = zip.readAllBytes();
                if (entry.getName().equals(NOTES)) {
                    notes.load(new ByteArrayInputStream(bytes));
                } else {
                    final long length = entry.getName().endsWith(".cq4")
                            ? Long.parseLong(notes.getProperty("cycleFileBytes"))
                            : bytes.length;
                    new FileImage(bytes, length)
                            .write(journal.resolve(Path.of(entry.getName()).getFileName()));
                }
            }
        }
        return notes;
    }
}
