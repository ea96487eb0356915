package io.millrace.engine.aeron;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ErrorCode;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.RegistrationException;
import io.millrace.engine.config.AeronAddress;
import io.millrace.engine.config.AeronConfig;
import io.millrace.engine.config.ConfigurationError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.IdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the media driver: the driver itself when it is embedded, and this process's client of it.
 *
 * <p>Any thread; never the engine thread. A client that was closed (the driver died, or the process stood still for longer than
 * the driver's patience of 10 s) is replaced at the next call; so is an embedded driver that has stopped. What belonged to the
 * old client is closed for good and has to be asked for again.
 *
 * <p>{@link AeronUnavailableException} when there is no driver, {@link ConfigurationError} when the driver refuses a channel.
 */
public final class AeronTransport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AeronTransport.class);
    private static final long DRIVER_PATIENCE_MS = 2_000;
    private static final long CLIENT_DRIVER_TIMEOUT_MS = 10_000;

    /** How long a closed client leaves its buffers mapped, because a thread may stand in the middle of an offer. */
    private static final long LINGER_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Of the embedded driver; null where the driver is somebody else's. */
    private final AeronConfig embedded;

    private final AeronConfig.IdleKind idle;
    private final Path directory;

    /** What leads to the driver's directory; null where nothing does. */
    private final Path dataDirectory;

    private final ErrorHandler errors = AeronTransport::log;
    private EmbeddedDriver driver;
    private Aeron client;
    private boolean closed;

    private AeronTransport(
            final AeronConfig embedded,
            final AeronConfig.IdleKind idle,
            final Path directory,
            final Path dataDirectory) {
        this.embedded = embedded;
        this.idle = idle;
        this.directory = directory;
        this.dataDirectory = dataDirectory;
    }

    /** For an engine: starts the embedded driver or finds the external one, and connects. */
    public static AeronTransport open(final AeronConfig config, final Path dataDirectory) {
        final boolean own = config.driver() == AeronConfig.DriverKind.EMBEDDED;
        return connected(new AeronTransport(
                own ? config : null, config.idle(), DriverDirectory.of(config, dataDirectory), dataDirectory));
    }

    /** For others: connects to a driver that runs. */
    public static AeronTransport join(final Path driverDirectory) {
        return connected(new AeronTransport(null, AeronConfig.IdleKind.BACKOFF, driverDirectory, null));
    }

    private static AeronTransport connected(final AeronTransport transport) {
        try {
            transport.client();
            if (transport.dataDirectory != null) {
                DriverDirectory.publish(transport.directory, transport.dataDirectory);
            }
            return transport;
        } catch (final RuntimeException | IOException e) {
            transport.close();
            throw e instanceof RuntimeException known
                    ? known
                    : new UncheckedIOException(
                            "cannot write " + DriverDirectory.link(transport.dataDirectory), (IOException) e);
        }
    }

    private static void log(final Throwable problem) {
        LOG.warn("Aeron: {}", firstLine(problem));
    }

    private static String firstLine(final Throwable problem) {
        return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    }

    /** The client; a new one where the last one was closed. */
    public synchronized Aeron client() {
        if (closed) {
            throw new IllegalStateException("the transport is closed");
        }
        if (client == null || client.isClosed()) {
            client = null;
            ensureDriver();
            client = connect();
        }
        return client;
    }

    private void ensureDriver() {
        if (embedded != null) {
            if (driver != null && !isDriverActive()) {
                driver.close();
                driver = null;
            }
            if (driver == null) {
                driver = EmbeddedDriver.launch(embedded, directory, errors);
            }
        } else if (!isDriverActive()) {
            throw new AeronUnavailableException(
                    "no media driver runs in " + directory
                            + ": start it, correct millrace.engine.aeron.directory, or set millrace.engine.aeron.driver=embedded",
                    null);
        }
    }

    private boolean isDriverActive() {
        try {
            return CommonContext.isDriverActive(directory.toFile(), DRIVER_PATIENCE_MS, text -> {});
        } catch (final AeronException halfMade) {
            return false;
        }
    }

    private Aeron connect() {
        try {
            return Aeron.connect(new Aeron.Context()
                    .aeronDirectoryName(directory.toString())
                    .driverTimeoutMs(CLIENT_DRIVER_TIMEOUT_MS)
                    .closeLingerDurationNs(LINGER_NS)
                    .preTouchMappedMemory(true)
                    .errorHandler(errors));
        } catch (final AeronException e) {
            throw new AeronUnavailableException(
                    "the media driver in " + directory + " does not answer (" + firstLine(e) + "); restart it", e);
        }
    }

    /** Opens a stream for one sending thread. */
    public ExclusivePublication publish(final AeronAddress address) {
        try {
            return client().addExclusivePublication(address.channel(), address.streamId());
        } catch (final AeronException e) {
            throw refused(address, e);
        }
    }

    /** Opens a stream for one receiving thread. */
    public Subscription subscribe(final AeronAddress address) {
        try {
            return client().addSubscription(address.channel(), address.streamId());
        } catch (final AeronException e) {
            throw refused(address, e);
        }
    }

    private static RuntimeException refused(final AeronAddress address, final AeronException problem) {
        if (problem instanceof RegistrationException registration
                && registration.errorCode() != ErrorCode.STORAGE_SPACE
                && registration.errorCode() != ErrorCode.RESOURCE_TEMPORARILY_UNAVAILABLE) {
            return new ConfigurationError("Aeron channel " + address + ": the media driver refuses it ("
                    + firstLine(problem) + "); correct the channel");
        }
        return new AeronUnavailableException(
                "Aeron channel " + address + ": " + firstLine(problem) + "; look at the media driver", problem);
    }

    /** A new strategy for a thread of this transport's user, as configured. */
    public IdleStrategy idleStrategy() {
        return EmbeddedDriver.idleStrategy(idle);
    }

    /** Directory of the driver's files. */
    public Path directory() {
        return directory;
    }

    /** True when the driver ends with this transport, so that what is under way must have arrived before. */
    boolean ownsDriver() {
        return embedded != null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            // Nobody is in the middle of an offer any more.
            client.context().closeLingerDurationNs(0);
            client.close();
        }
        if (driver != null) {
            driver.close();
        }
        if (dataDirectory == null) {
            return;
        }
        try {
            DriverDirectory.unpublish(dataDirectory);
        } catch (final IOException e) {
            LOG.warn("{} is left: {}", DriverDirectory.link(dataDirectory), e.toString());
        }
    }
}
