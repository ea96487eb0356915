package io.millrace.archiver.testing;

import io.millrace.archiver.database.DatabaseTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A link to a server that cuts connections after a random number of bytes in one direction, a given number of times,
 * and then holds; or that falls silent. A cut of the answers may hit that of a commit: the server has done it, the client cannot know.
 */
public final class BreakingProxy implements AutoCloseable {
    private static final long SMALLEST_CUT = 2_000;

    private final ServerSocket listener;
    private final int serverPort;
    private final Random random;
    private final int maxRequestBytes;
    private final int maxAnswerBytes;
    private final AtomicInteger cutsLeft;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile long silentUpTo;
    private volatile boolean closed;
    private long connections;

    /**
     * A proxy before a server on this machine.
     *
     * @param maxRequestBytes a connection that is to be cut lives for at most so many bytes sent
     * @param maxAnswerBytes or for so many received, whichever the random choice falls on
     */
    public BreakingProxy(int serverPort, long seed, int cuts, int maxRequestBytes, int maxAnswerBytes)
            throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        this.random = new Random(seed);
        this.maxRequestBytes = maxRequestBytes;
        this.maxAnswerBytes = maxAnswerBytes;
        this.cutsLeft = new AtomicInteger(cuts);
        Thread accepter = new Thread(this::accept, "breaking-proxy");
        accepter.setDaemon(true);
        accepter.start();
    }

    /** The database behind the proxy. */
    public DatabaseTarget before(DatabaseTarget target) {
        String database = target.url().substring(target.url().lastIndexOf('/') + 1);
        return new DatabaseTarget(
                "jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + "/" + database,
                target.user(),
                target.password());
    }

    /** From now on carries nothing over the connections of now, and ends none: like a link that is lost half-way. */
    public void silence() {
        silentUpTo = Long.MAX_VALUE;
    }

    /** Carries over connections that are made from now on; those of before stay silent. */
    public synchronized void speak() {
        silentUpTo = connections;
    }

    /** Connections cut so far. */
    public int cuts() {
        return cuts.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                long requestLimit = Long.MAX_VALUE;
                long answerLimit = Long.MAX_VALUE;
                if (cutsLeft.getAndDecrement() > 0) {
                    if (random.nextBoolean()) {
                        requestLimit = SMALLEST_CUT + random.nextInt(maxRequestBytes);
                    } else {
                        answerLimit = SMALLEST_CUT + random.nextInt(maxAnswerBytes);
                    }
                }
                long number = nextConnection();
                pump(number, client, server, requestLimit);
                pump(number, server, client, answerLimit);
            } catch (IOException e) {
                if (!closed) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private synchronized long nextConnection() {
        return ++connections;
    }

    private void pump(long number, Socket from, Socket to, long limit) {
        Thread pump = new Thread(
                () -> {
                    long left = limit;
                    byte[] buffer = new byte[8192];
                    try (from;
                            to) {
                        InputStream in = from.getInputStream();
                        OutputStream out = to.getOutputStream();
                        int count = in.read(buffer);
                        while (count >= 0) {
                            awaitSpeech(number);
                            if (count >= left) {
                                out.write(buffer, 0, (int) left);
                                cuts.incrementAndGet();
                                return;
                            }
                            out.write(buffer, 0, count);
                            left -= count;
                            count = in.read(buffer);
                        }
                        awaitSpeech(number);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException e) {
                        // The other direction has ended the connection; both sides are closed now.
                        return;
                    }
                },
                "breaking-proxy-pump");
        pump.setDaemon(true);
        pump.start();
    }

    /** Returns when the connection may speak; one that stays silent is left open until the proxy is closed. */
    private void awaitSpeech(long number) throws InterruptedException {
        while (number <= silentUpTo && !closed) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
