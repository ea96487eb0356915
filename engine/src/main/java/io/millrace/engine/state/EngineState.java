package io.millrace.engine.state;

import io.millrace.engine.config.StateConfig;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.record.Records;
import java.util.Map;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All that the engine knows, over the blocks of a store in one layout.
 *
 * <p>Owned by the engine thread. No allocation except when an instrument or feed is new. An instrument id that was
 * never defined is an error of the program and throws.
 */
public final class EngineState implements AutoCloseable {
    private static final int GLOBAL_KEY = 0;

    private final StateStore store;
    private final StateLayout layout;
    private final GlobalState global;
    private final FeedTable feeds;
    private final InstrumentState[] instruments;
    private final StateConfig limits;

    /** Binds to what the store holds; an empty store gives the state before the first record. */
    public EngineState(final StateStore store, final StateLayout layout, final StateConfig limits) {
        this.store = store;
        this.layout = layout;
        this.limits = limits;
        this.global = new GlobalState(store.acquire(GLOBAL_KEY));
        this.feeds = new FeedTable(store, global, limits.maxFeeds());
        this.instruments = new InstrumentState[limits.maxInstruments() + 1];
        if (global.instruments() > limits.maxInstruments()) {
            throw tooManyInstruments(global.instruments(), limits);
        }
        for (int id = 1; id <= global.instruments(); id++) {
            instruments[id] = new InstrumentState(id, store.find(id));
        }
    }

    /** Blocks that a store needs room for. */
    public static int maxBlocks(final StateLayout layout, final StateConfig limits) {
        return 1 + limits.maxInstruments() + FeedTable.pageCount(layout.blockBytes(), limits.maxFeeds());
    }

    /** Clock, counts, output digest. */
    public GlobalState global() {
        return global;
    }

    /** Feeds and their positions. */
    public FeedTable feeds() {
        return feeds;
    }

    /** The layout of the blocks. */
    public StateLayout layout() {
        return layout;
    }

    /** The instrument of an id. */
    public InstrumentState instrument(final int id) {
        final InstrumentState instrument = id > 0 && id < instruments.length ? instruments[id] : null;
        if (instrument == null) {
            throw new IllegalStateException("instrument " + id + " was never defined");
        }
        return instrument;
    }

    /** Id of the instrument of a symbol and venue; 0 when there is none. Allocates; not for the hot path. */
    public int findInstrument(final String symbol, final String venue) {
        for (int id = 1; id <= global.instruments(); id++) {
            if (instruments[id].symbol().equals(symbol)
                    && instruments[id].venue().equals(venue)) {
                return id;
            }
        }
        return 0;
    }

    /** Takes up an instrument with a fresh block; the id must be the next one. */
    public void define(final InstrumentDefinedDecoder definition) {
        final int id = definition.instrumentId();
        if (id != global.instruments() + 1) {
            throw new IllegalStateException(
                    "instrument " + id + " defined, the next id is " + (global.instruments() + 1));
        }
        if (id >= instruments.length) {
            throw tooManyInstruments(id, limits);
        }
        instruments[id] = new InstrumentState(id, store.acquire(id));
        instruments[id].define(definition);
        layout.resetBlock(instruments[id].block());
        global.instrumentDefined();
    }

    /** How many instruments and feeds fit. */
    public StateConfig limits() {
        return limits;
    }

    private static StateException tooManyInstruments(final int id, final StateConfig limits) {
        return new StateException("instrument number " + id
                + " does not fit: raise millrace.engine.state.max-instruments above " + limits.maxInstruments());
    }

    /** Digest of everything that a replay must reproduce. */
    public long digest() {
        long digest = global.foldDigest(0);
        for (int id = 1; id <= global.instruments(); id++) {
            digest = Records.fold(digest, Records.hash(instruments[id].block(), 0, layout.blockBytes()));
        }
        return feeds.foldDigest(digest);
    }

    /**
     * Copies this state into the blocks of an empty store of another layout. What both layouts have carries over as it
     * stands; what is new starts fresh.
     */
    public EngineState copyTo(final StateStore target, final StateLayout targetLayout, final StateConfig targetLimits) {
        target.acquire(GLOBAL_KEY).putBytes(0, store.find(GLOBAL_KEY), 0, GlobalState.BYTES);
        new GlobalState(target.acquire(GLOBAL_KEY)).clearFeedCount();
        for (int id = 1; id <= global.instruments(); id++) {
            copyBlock(instruments[id].block(), target.acquire(id), targetLayout);
        }
        final EngineState copy = new EngineState(target, targetLayout, targetLimits);
        for (int id = 1; id <= global.feeds(); id++) {
            copy.feeds.add(id, feeds.fingerprint(id));
            copy.feeds.position(id, feeds.position(id));
        }
        return copy;
    }

    private void copyBlock(final UnsafeBuffer from, final UnsafeBuffer to, final StateLayout targetLayout) {
        to.putBytes(0, from, 0, InstrumentState.BYTES);
        targetLayout.resetBlock(to);
        for (final Map.Entry<String, StateLayout.Slice> entry :
                targetLayout.slices().entrySet()) {
            final StateLayout.Slice source = layout.slices().get(entry.getKey());
            if (source != null) {
                to.putBytes(entry.getValue().offset(), from, source.offset(), source.length());
            }
        }
    }

    /** Keys of the blocks in use, in one fixed order. Allocates; not for the hot path. */
    public int[] blockKeys() {
        final IntArrayList keys = new IntArrayList();
        keys.addInt(GLOBAL_KEY);
        for (int id = 1; id <= global.instruments(); id++) {
            keys.addInt(id);
        }
        for (int page = 1; page <= FeedTable.pageCount(layout.blockBytes(), global.feeds()); page++) {
            keys.addInt(-page);
        }
        return keys.toIntArray();
    }

    /** The block of a key of {@link #blockKeys}. */
    public UnsafeBuffer block(final int key) {
        return store.find(key);
    }

    @Override
    public void close() {
        store.close();
    }
}
