package io.millrace.tools.torture.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** A link to a server on this machine that can be made slow. Threads of its own; closing ends its connections. */
final class SlowLink implements AutoCloseable {
    private static final int CHUNK_BYTES = 4096;

    private final ServerSocket listener;
    private final int serverPort;
    private volatile long delayMs;
    private volatile boolean closed;

    SlowLink(final int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** Where it listens. */
    int port() {
        return listener.getLocalPort();
    }

    /** Holds each chunk of {@value #CHUNK_BYTES} bytes, in either direction, so long; 0 for no delay. */
    void delay(final long newDelayMs) {
        delayMs = newDelayMs;
    }

    private void accept() {
        while (!closed) {
            try {
                final Socket client = listener.accept();
                final Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                daemon(() -> pump(client, server));
                daemon(() -> pump(server, client));
            } catch (final IOException e) {
                // The listener is closed, or the server is away: the next client may find it.
            }
        }
    }

    private void pump(final Socket from, final Socket to) {
        final byte[] chunk = new byte[CHUNK_BYTES];
        try (from;
                to) {
            final InputStream in = from.getInputStream();
            final OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0 && !closed; count = in.read(chunk)) {
                TimeUnit.MILLISECONDS.sleep(delayMs);
                out.write(chunk, 0, count);
            }
        } catch (final IOException e) {
            // The other direction has ended the connection; both sides are closed now.
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(final Runnable body) {
        final Thread thread = new Thread(body, "slow-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
    }
}
