package io.millrace.journal.append;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;
import org.agrona.CloseHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes zeros to one cycle file beside its mapping, so that the pages are there before the mapping is written to.
 *
 * <p>Owned by the thread that appends. Where the file cannot be opened, or the thread was interrupted, nothing is written: pages then come by
 * faults. No allocation once it is open.
 */
final class ZeroWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZeroWriter.class);
    private static final int NONE = -1;
    private static final int WITHIN_THE_FILE = 0;

    private final ByteBuffer zeros;
    private FileChannel channel;
    /** For what a channel cannot do; {@value #NONE} where that is not to be had. */
    private int descriptor = NONE;

    /**
     * Opens a file.
     *
     * @param zeros as many as are written at once at most
     */
    ZeroWriter(final Path path, final ByteBuffer zeros) {
        this.zeros = zeros;
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
            descriptor = PosixAPI.posix().open(path.toString(), OpenFlag.O_RDWR.value(), 0);
        } catch (final IOException | RuntimeException | LinkageError e) {
            LOG.info("{} is not written ahead of the mapping ({}): some appends may take longer", path, e.toString());
        }
    }

    /** Size of the file; the largest number there is where it is not known. */
    long sizeBytes() {
        try {
            return channel == null ? Long.MAX_VALUE : channel.size();
        } catch (final IOException e) {
            channel = null;
            return Long.MAX_VALUE;
        }
    }

    /**
     * Takes the file's blocks for a range. Pages of a range that has its blocks are made for a fourth less, but a file system that is just
     * committing its own log may let one wait for it: for a writer that has no time to lose anyway.
     */
    void takeBlocks(final long position, final int lengthBytes) {
        // What it says does not matter: on a full disk the write behind it fails, and elsewhere it goes without.
        if (descriptor != NONE && PosixAPI.posix().fallocate(descriptor, WITHIN_THE_FILE, position, lengthBytes) != 0) {
            closeDescriptor();
        }
    }

    /**
     * Writes zeros.
     *
     * @throws UncheckedIOException when the file cannot be written, such as on a full disk
     */
    void write(final long position, final int lengthBytes) {
        if (channel == null) {
            return;
        }
        try {
            zeros.clear().limit(lengthBytes);
            while (zeros.hasRemaining()) {
                channel.write(zeros, position + zeros.position());
            }
        } catch (final ClosedChannelException interrupted) {
            // It closes itself under a thread that is interrupted.
            channel = null;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        CloseHelper.quietClose(channel);
        channel = null;
        closeDescriptor();
    }

    private void closeDescriptor() {
        if (descriptor != NONE) {
            PosixAPI.posix().close(descriptor);
            descriptor = NONE;
        }
    }
}
