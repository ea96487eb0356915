package io.millrace.engine.snapshot;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateException;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.tail.JournalPosition;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of a snapshot: manifest, then the blocks in use, then a CRC32C of all that.
 *
 * <p>One thread; memory of one block besides the state. Nothing of a file is believed before its CRC holds; what does not hold
 * is a {@link SnapshotException}.
 */
final class SnapshotFile {
    private static final long MAGIC = 0x4D4C_5253_4E41_5031L;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int MIN_BYTES = 2 * Long.BYTES;

    private SnapshotFile() {}

    /** Writes the manifest and the state behind it. */
    static void write(final FileChannel channel, final SnapshotManifest manifest, final EngineState state)
            throws IOException {
        final CRC32C crc = new CRC32C();
        final DataOutputStream out = new DataOutputStream(
                new CheckedOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK_BYTES), crc));
        out.writeLong(MAGIC);
        writeManifest(out, manifest);
        final int[] keys = state.blockKeys();
        final byte[] block = new byte[state.layout().blockBytes()];
        out.writeInt(block.length);
        out.writeInt(keys.length);
        for (int i = 0; i < keys.length; i++) {
            if (i == keys.length / 2) {
                Failpoint.SNAPSHOT_MID.pass();
            }
            out.writeInt(keys[i]);
            state.block(keys[i]).getBytes(0, block);
            out.write(block);
        }
        out.writeLong(crc.getValue());
        out.flush();
    }

    private static void writeManifest(final DataOutputStream out, final SnapshotManifest manifest) throws IOException {
        out.writeLong(manifest.position().sequence());
        out.writeLong(manifest.position().queueIndex());
        out.writeInt(manifest.batchCrc());
        out.writeLong(manifest.journalId());
        out.writeInt(manifest.engineId());
        out.writeLong(manifest.layoutDigest());
        out.writeLong(manifest.stateDigest());
        out.writeLong(manifest.outputDigest());
        out.writeLong(manifest.clockNs());
        out.writeLong(manifest.wallTimeNs());
        writeText(out, manifest.codeVersion());
        writeText(out, manifest.configText());
    }

    /** Reads the manifest alone, after the CRC of the whole file. */
    static SnapshotManifest readManifest(final Path file) {
        try {
            requireChecksum(file);
            try (DataInputStream in = open(file)) {
                return readManifest(in);
            }
        } catch (final IOException e) {
            throw new SnapshotException("it cannot be read (" + e + ")", e);
        }
    }

    /**
     * Reads everything.
     *
     * @param runtime where the limits of the state come from
     */
    static Snapshot read(final Path file, final EngineConfig runtime) {
        try {
            requireChecksum(file);
            try (DataInputStream in = open(file)) {
                return read(in, readManifest(in), runtime);
            }
        } catch (final IOException e) {
            throw new SnapshotException("it cannot be read (" + e + ")", e);
        } catch (final ConfigurationError | StateException e) {
            throw new SnapshotException("this version cannot use it: " + e.getMessage(), e);
        }
    }

    private static Snapshot read(final DataInputStream in, final SnapshotManifest manifest, final EngineConfig runtime)
            throws IOException {
        final EngineConfig config = EngineConfig.fromCanonical(manifest.configText(), runtime);
        final StateLayout layout = new StateLayout(config);
        if (layout.digest() != manifest.layoutDigest()) {
            throw new SnapshotException("its blocks are laid out in another way than those of this version");
        }
        final int blockBytes = in.readInt();
        final MemoryStateStore store = new MemoryStateStore(blockBytes);
        final byte[] bytes = new byte[blockBytes];
        for (int left = in.readInt(); left > 0; left--) {
            final UnsafeBuffer block = store.acquire(in.readInt());
            in.readFully(bytes);
            block.putBytes(0, bytes);
        }
        final EngineState state = new EngineState(store, layout, config.state());
        if (state.digest() != manifest.stateDigest() || state.global().appliedSequence() != manifest.sequence()) {
            throw new SnapshotException("its state is not the one that its manifest names");
        }
        return new Snapshot(manifest, config, state);
    }

    private static SnapshotManifest readManifest(final DataInputStream in) throws IOException {
        if (in.readLong() != MAGIC) {
            throw new SnapshotException("it is no snapshot of this version");
        }
        return new SnapshotManifest(
                new JournalPosition(in.readLong(), in.readLong()),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readText(in),
                readText(in));
    }

    private static void requireChecksum(final Path file) throws IOException {
        final CRC32C crc = new CRC32C();
        final long size = Files.size(file);
        if (size < MIN_BYTES) {
            throw new SnapshotException("it has only " + size + " bytes");
        }
        final byte[] chunk = new byte[CHUNK_BYTES];
        try (DataInputStream in = open(file)) {
            for (long left = size - Long.BYTES; left > 0; ) {
                final int read = in.read(chunk, 0, (int) Math.min(left, chunk.length));
                if (read < 0) {
                    throw new SnapshotException("it ends before its checksum");
                }
                crc.update(chunk, 0, read);
                left -= read;
            }
            if (in.readLong() != crc.getValue()) {
                throw new SnapshotException("its checksum does not hold");
            }
        }
    }

    private static DataInputStream open(final Path file) throws IOException {
        final InputStream in = Files.newInputStream(file);
        return new DataInputStream(new BufferedInputStream(in, CHUNK_BYTES));
    }

    private static void writeText(final DataOutputStream out, final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(final DataInputStream in) throws IOException {
        final byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
