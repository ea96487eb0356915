package io.millrace.engine.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import io.millrace.engine.event.RingSlot;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a handler throws: the failure and the input are recorded, and the engine halts. It never skips.
 *
 * <p>Called by the engine thread, read by any. The disruptor would go on with the next event after this returns, so the
 * halt comes first.
 */
final class EngineFailure implements ExceptionHandler<RingSlot> {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFailure.class);

    private final AtomicReference<EngineFailedException> failure = new AtomicReference<>();
    private final DistinctErrorLog errorLog;
    private final LongSupplier openBatchSequence;
    private Runnable halt = () -> {};
    private BiConsumer<byte[], Throwable> failedInput = (input, problem) -> {};

    /**
     * Records failures.
     *
     * @param openBatchSequence first sequence of the batch that the engine thread is filling
     */
    EngineFailure(final DistinctErrorLog errorLog, final LongSupplier openBatchSequence) {
        this.errorLog = errorLog;
        this.openBatchSequence = openBatchSequence;
    }

    /** How the engine thread is stopped. */
    void onFailure(final Runnable haltAction) {
        halt = haltAction;
    }

    /** Who is told of an input at which the engine fails, by the thread that fails. */
    void onFailedInput(final BiConsumer<byte[], Throwable> listener) {
        failedInput = listener;
    }

    /** Throws when the engine has failed. */
    void check() {
        final EngineFailedException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void handleEventException(final Throwable problem, final long ringSequence, final RingSlot slot) {
        if (slot == null) {
            fail(problem, "while it waited for inputs");
            return;
        }
        final byte[] bytes = new byte[slot.length()];
        slot.buffer().getBytes(0, bytes);
        fail(
                problem,
                "in the batch that begins at sequence " + openBatchSequence.getAsLong()
                        + ", at an input whose bytes are " + toHex(bytes));
        try {
            failedInput.accept(bytes, problem);
        } catch (final RuntimeException e) {
            LOG.error("the input that failed could not be noted: {}", e.getMessage());
        }
    }

    @Override
    public void handleOnStartException(final Throwable problem) {
        fail(problem, "when its thread started");
    }

    @Override
    public void handleOnShutdownException(final Throwable problem) {
        fail(problem, "when its thread ended");
    }

    private void fail(final Throwable problem, final String where) {
        final EngineFailedException failed = new EngineFailedException(
                "the engine has failed " + where + ": " + problem
                        + "; what was not committed was not acknowledged: start again to go on from the journal's end",
                problem);
        if (failure.compareAndSet(null, failed)) {
            halt.run();
            errorLog.record(failed);
            LOG.error("{}", failed.getMessage(), problem);
        }
    }

    private static String toHex(final byte[] bytes) {
        final StringBuilder text = new StringBuilder(bytes.length * 2);
        for (final byte each : bytes) {
            text.append(Character.forDigit((each >> 4) & 0xF, 16)).append(Character.forDigit(each & 0xF, 16));
        }
        return text.toString();
    }
}
