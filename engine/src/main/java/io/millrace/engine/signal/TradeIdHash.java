package io.millrace.engine.signal;

import io.millrace.journal.codec.Action;

/**
 * The 32 bits at the end of a trade id, which tell apart signals of one asset and second.
 *
 * <p>A pure function of record fields, so every replay gives the same id: each field goes through the 64-bit finalizer of
 * MurmurHash3, and the upper and lower halves of the result are folded together. Any thread. No allocation.
 */
public final class TradeIdHash {
    private static final long SEED = 0x9E3779B97F4A7C15L;

    private TradeIdHash() {}

    /**
     * Hash of one signal.
     *
     * @param eventTimeNs of the Signal record
     */
    public static int of(int engineId, int instrumentId, long eventTimeNs, int ruleId, Action action) {
        long hash = mix(SEED ^ (((long) engineId << 32) | (instrumentId & 0xFFFF_FFFFL)));
        hash = mix(hash ^ eventTimeNs);
        hash = mix(hash ^ (((long) ruleId << 8) | action.value()));
        return (int) (hash ^ (hash >>> 32));
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
