package io.millrace.engine.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import io.millrace.engine.event.RingSlot;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a handler throws: the failure and the input are recorded, and the engine halts. It never skips.
 *
 * <p>Called by the threads of the pipeline, read by any. The first failure counts; what follows it in the other threads is
 * its consequence.
 */
final class EngineFailure {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFailure.class);

    private final AtomicReference<EngineFailedException> failure = new AtomicReference<>();
    private final DistinctErrorLog errorLog;
    private final LongSupplier openBatchSequence;
    private final BooleanSupplier computing;
    private Runnable halt = () -> {};
    private BiConsumer<byte[], Throwable> failedInput = (input, problem) -> {};

    /**
     * Records failures.
     *
     * @param openBatchSequence first sequence of the batch that the engine thread has opened last; asked by that thread
     * @param computing whether a batch is open, so that an input is under way; asked by that thread
     */
    EngineFailure(
            final DistinctErrorLog errorLog, final LongSupplier openBatchSequence, final BooleanSupplier computing) {
        this.errorLog = errorLog;
        this.openBatchSequence = openBatchSequence;
        this.computing = computing;
    }

    /** How the threads are stopped. */
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

    /** True when the engine has failed. */
    boolean hasFailed() {
        return failure.get() != null;
    }

    /** For the thread that takes inputs off the ring. */
    ExceptionHandler<RingSlot> atInput() {
        return new Handler<>() {
            @Override
            String where(final RingSlot slot) {
                return "in the batch that begins at sequence " + openBatchSequence.getAsLong()
                        + ", at an input whose bytes are " + toHex(bytesOf(slot));
            }

            @Override
            void afterFailure(final RingSlot slot, final Throwable problem) {
                if (!computing.getAsBoolean()) {
                    // What fails outside of the computation (the append, the egress, another thread) is not the input's
                    // fault.
                    return;
                }
                try {
                    failedInput.accept(bytesOf(slot), problem);
                } catch (final RuntimeException e) {
                    LOG.error("the input that failed could not be noted: {}", e.getMessage());
                }
            }
        };
    }

    /**
     * For a thread that takes batches off their ring.
     *
     * @param doing what it does with them, as the end of a sentence
     */
    ExceptionHandler<BatchSlot> atBatch(final String doing) {
        return new Handler<>() {
            @Override
            String where(final BatchSlot slot) {
                return "at the batch of the sequences " + slot.batch().firstSequence() + " to "
                        + slot.batch().lastSequence() + ", " + doing;
            }

            @Override
            void afterFailure(final BatchSlot slot, final Throwable problem) {
                // No input is to blame for a batch that is computed.
            }
        };
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

    private static byte[] bytesOf(final RingSlot slot) {
        final byte[] bytes = new byte[slot.length()];
        slot.buffer().getBytes(0, bytes);
        return bytes;
    }

    private static String toHex(final byte[] bytes) {
        final StringBuilder text = new StringBuilder(bytes.length * 2);
        for (final byte each : bytes) {
            text.append(Character.forDigit((each >> 4) & 0xF, 16)).append(Character.forDigit(each & 0xF, 16));
        }
        return text.toString();
    }

    /** What the disruptor calls; it would go on with the next event after this returns, so the halt comes first. */
    private abstract class Handler<T> implements ExceptionHandler<T> {
        abstract String where(T slot);

        /** What else is to be done about the failure. */
        abstract void afterFailure(T slot, Throwable problem);

        @Override
        public void handleEventException(final Throwable problem, final long ringSequence, final T slot) {
            if (slot == null || problem instanceof IdleWorkException) {
                fail(problem instanceof IdleWorkException ? problem.getCause() : problem, "while it waited");
            } else {
                fail(problem, where(slot));
                afterFailure(slot, problem);
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
    }
}
