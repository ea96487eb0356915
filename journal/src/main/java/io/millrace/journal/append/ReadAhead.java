package io.millrace.journal.append;

import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the kernel reads ahead in the part of a cycle file that is still to be written.
 *
 * <p>A fault in a hole of a file fills as many pages with zeros as the device's read-ahead says, before the writer goes on. At
 * 8 MiB, as some virtual disks have it, that is a stall of up to 18 ms in every 8 MiB of journal; but the pages come in large
 * folios, and each costs a third of what it costs alone. So it is on for a writer that has no time, and off for all others.
 *
 * <p>Owned by the thread that appends. Advice only: where the system does not take it, all is as it was. No allocation.
 */
class ReadAhead {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);
    private static final long PAGE_MASK = PageToucher.PAGE_BYTES - 1L;

    private boolean on;
    private boolean refused;

    /** A new chunk is mapped, from one address to another: it is read ahead in as the last one was. */
    final void chunk(final long fromAddress, final long toAddress) {
        if (!on) {
            advise(fromAddress, toAddress, MAdviseFlag.MADV_RANDOM);
        }
    }

    /** The kernel may read ahead between two addresses, and in all chunks to come. */
    final void on(final long fromAddress, final long toAddress) {
        if (!on) {
            on = true;
            advise(fromAddress, toAddress, MAdviseFlag.MADV_NORMAL);
        }
    }

    /** The kernel reads nothing between two addresses before it is touched, nor in any chunk to come. */
    final void off(final long fromAddress, final long toAddress) {
        if (on) {
            on = false;
            advise(fromAddress, toAddress, MAdviseFlag.MADV_RANDOM);
        }
    }

    private void advise(final long fromAddress, final long toAddress, final MAdviseFlag advice) {
        final long lengthBytes = (toAddress & ~PAGE_MASK) - fromAddress;
        if (lengthBytes > 0 && !refused && !take(fromAddress, lengthBytes, advice)) {
            refused = true;
            LOG.info("the system takes no advice on the journal's pages: some appends may stall for milliseconds");
        }
    }

    /** Gives the advice; false when it is not taken. */
    boolean take(final long address, final long lengthBytes, final MAdviseFlag advice) {
        try {
            return PosixAPI.posix().madvise(address, lengthBytes, advice) == 0;
        } catch (final RuntimeException | LinkageError e) {
            return false;
        }
    }
}
