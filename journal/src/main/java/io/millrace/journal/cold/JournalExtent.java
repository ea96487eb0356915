package io.millrace.journal.cold;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.fault.Failpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Where a journal begins and which of its records are in compressed files, with the definitions that were in the records which
 * are gone.
 *
 * <p>Immutable; any thread. A journal that retention has not touched has no such file and is {@link #WHOLE}. The file is replaced
 * as a whole, before anything that it does not name is removed; what does not check in it is damage of the journal.
 *
 * @param firstSequence the first record that the journal still has
 * @param cycleSequence the first record that is in the queue's cycle files
 * @param cycleIndex the queue's index of the batch that begins with it; 0 while the journal is whole
 * @param coldFiles the compressed files, oldest first, without a gap from {@code firstSequence} to {@code cycleSequence}
 * @param definitions InstrumentDefined, IndicatorDefined and RuleDefined records that are in no cycle file any more, each with its
 *     SBE header, oldest first
 */
public record JournalExtent(
        long firstSequence, long cycleSequence, long cycleIndex, List<ColdFile> coldFiles, List<byte[]> definitions) {
    /** All records are in cycle files. */
    public static final JournalExtent WHOLE = new JournalExtent(1, 1, 0, List.of(), List.of());

    /** The file in the journal's directory. */
    public static final String FILE_NAME = "extent.dat";

    private static final long MAGIC = 0x4D4C_5245_5854_4E31L;
    private static final int MIN_BYTES = 2 * Long.BYTES;

    public JournalExtent {
        coldFiles = List.copyOf(coldFiles);
        definitions = List.copyOf(definitions);
    }

    /** Reads the extent of a journal; throws {@link JournalDamagedException} when the file does not check. */
    public static JournalExtent read(final Path journalDirectory) {
        final byte[] bytes;
        try {
            bytes = Files.readAllBytes(journalDirectory.resolve(FILE_NAME));
        } catch (final NoSuchFileException e) {
            return WHOLE;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + journalDirectory.resolve(FILE_NAME) + ": " + e, e);
        }
        final int body = bytes.length - Long.BYTES;
        if (bytes.length < MIN_BYTES || ByteBuffer.wrap(bytes).getLong(body) != crcOf(bytes, body)) {
            throw damaged("its checksum does not hold");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body))) {
            return parse(in);
        } catch (final IOException e) {
            throw damaged("it cannot be read: " + e);
        }
    }

    /** Replaces the extent of a journal; on disk when this returns. */
    public void write(final Path journalDirectory) {
        final Path file = journalDirectory.resolve(FILE_NAME);
        final Path aside = journalDirectory.resolve(FILE_NAME + ".tmp");
        try {
            final byte[] body = format();
            final ByteBuffer bytes = ByteBuffer.allocate(body.length + Long.BYTES)
                    .put(body)
                    .putLong(crcOf(body, body.length))
                    .flip();
            try (FileChannel channel = FileChannel.open(
                    aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Failpoint.RETAIN_BEFORE_EXTENT.pass();
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(journalDirectory);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e, e);
        }
    }

    /** The compressed file that holds a record; empty where it is in a cycle file or not there at all. */
    public Optional<ColdFile> coldFileOf(final long sequence) {
        return coldFiles.stream()
                .filter(file -> file.firstSequence() <= sequence && sequence <= file.lastSequence())
                .findFirst();
    }

    /** True when retention has not touched the journal. */
    public boolean isWhole() {
        return cycleSequence == 1;
    }

    /** True when both say the same of where records are. */
    public boolean samePlaces(final JournalExtent other) {
        return firstSequence == other.firstSequence
                && cycleSequence == other.cycleSequence
                && coldFiles.equals(other.coldFiles);
    }

    /** Makes the entries of a directory durable. */
    public static void forceDirectory(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private byte[] format() throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeLong(firstSequence);
            out.writeLong(cycleSequence);
            out.writeLong(cycleIndex);
            out.writeInt(coldFiles.size());
            for (final ColdFile file : coldFiles) {
                out.writeUTF(file.name());
                out.writeLong(file.firstSequence());
                out.writeLong(file.lastSequence());
                out.writeLong(file.endMs());
                out.writeLong(file.batches());
                out.writeLong(file.contentBytes());
                out.writeInt(file.contentCrc());
            }
            out.writeInt(definitions.size());
            for (final byte[] definition : definitions) {
                out.writeInt(definition.length);
                out.write(definition);
            }
        }
        return bytes.toByteArray();
    }

    private static JournalExtent parse(final DataInputStream in) throws IOException {
        if (in.readLong() != MAGIC) {
            throw new JournalDamagedException(damage(JournalDamage.Kind.VERSION, "it is of another version"));
        }
        final long firstSequence = in.readLong();
        final long cycleSequence = in.readLong();
        final long cycleIndex = in.readLong();
        final List<ColdFile> files = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            files.add(new ColdFile(
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt()));
        }
        final List<byte[]> definitions = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            definitions.add(in.readNBytes(in.readInt()));
        }
        return new JournalExtent(firstSequence, cycleSequence, cycleIndex, files, definitions);
    }

    private static long crcOf(final byte[] bytes, final int length) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    private static JournalDamagedException damaged(final String detail) {
        return new JournalDamagedException(damage(JournalDamage.Kind.HEADER, detail));
    }

    private static JournalDamage damage(final JournalDamage.Kind kind, final String detail) {
        return new JournalDamage(kind, 1, FILE_NAME, 0, "the record of what retention removed: " + detail);
    }
}
