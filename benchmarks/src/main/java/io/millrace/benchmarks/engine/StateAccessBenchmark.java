package io.millrace.benchmarks.engine;

import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.state.MapStateStore;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.values.Values;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it save to bind an instrument's block once instead of looking it up? The same five fields of one of 64
 * instruments updated: in the block that the engine's store has bound, through {@code getUsing} with a native reference, and
 * inside {@code acquireContext}, which locks.
 *
 * <p>{@code getUsing} updates what it does not hold a lock on, as the bound block does; it is here for the price of the
 * look-up, not as a way that the library allows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class StateAccessBenchmark {
    private static final int INSTRUMENTS = 64;
    private static final int MAX_BLOCKS = 256;
    private static final int LAST_PRICE = 0;
    private static final int TRADE_TIME = 8;
    private static final int TRADE_ID = 16;
    private static final int VOLUME = 24;
    private static final int TRADE_COUNT = 32;
    private static final int BLOCK_BYTES = 40;

    private final UnsafeBuffer[] blocks = new UnsafeBuffer[INSTRUMENTS];
    private final Integer[] keys = new Integer[INSTRUMENTS];
    private ScratchDirectory scratch;
    private MapStateStore store;
    private ChronicleMap<Integer, InstrumentValue> map;
    private InstrumentValue value;
    private long count;

    /** Two maps of the same size and content, one behind the engine's store, one plain. */
    @Setup
    public void open() throws IOException {
        scratch = ScratchDirectory.create();
        store = MapStateStore.open(scratch.fresh(), BLOCK_BYTES, MAX_BLOCKS);
        map = ChronicleMapBuilder.of(Integer.class, InstrumentValue.class)
                .name("bench-state")
                .entries(MAX_BLOCKS)
                .checksumEntries(false)
                .actualSegments(1)
                .createPersistedTo(scratch.fresh().toFile());
        value = Values.newNativeReference(InstrumentValue.class);
        for (int i = 0; i < INSTRUMENTS; i++) {
            keys[i] = i + 1;
            blocks[i] = store.acquire(keys[i]);
            map.put(keys[i], Values.newHeapInstance(InstrumentValue.class));
        }
    }

    @Benchmark
    public long bound() {
        final long n = ++count;
        final UnsafeBuffer block = blocks[(int) (n & (INSTRUMENTS - 1))];
        block.putLong(LAST_PRICE, n);
        block.putLong(TRADE_TIME, n + 1);
        block.putLong(TRADE_ID, n + 2);
        block.putLong(VOLUME, block.getLong(VOLUME) + n);
        block.putLong(TRADE_COUNT, block.getLong(TRADE_COUNT) + 1);
        return n;
    }

    @Benchmark
    public long getUsing() {
        final long n = ++count;
        return update(map.getUsing(keys[(int) (n & (INSTRUMENTS - 1))], value), n);
    }

    @Benchmark
    @SuppressWarnings("try") // The context is there to hold the lock.
    public long acquireContext() {
        final long n = ++count;
        try (var context = map.acquireContext(keys[(int) (n & (INSTRUMENTS - 1))], value)) {
            return update(value, n);
        }
    }

    /** Trades counted so far, by whatever way. */
    long trades() {
        long trades = 0;
        for (int i = 0; i < INSTRUMENTS; i++) {
            trades += blocks[i].getLong(TRADE_COUNT)
                    + map.getUsing(keys[i], value).getTradeCount();
        }
        return trades;
    }

    /** Deletes both. */
    @TearDown
    public void close() {
        store.close();
        map.close();
        scratch.close();
    }

    private static long update(final InstrumentValue instrument, final long n) {
        instrument.setLastPrice(n);
        instrument.setTradeTimeNs(n + 1);
        instrument.setTradeId(n + 2);
        instrument.setVolume(instrument.getVolume() + n);
        instrument.setTradeCount(instrument.getTradeCount() + 1);
        return n;
    }
}
