package io.millrace.engine.handler;

/**
 * Which of the newest 64 trade ids of an instrument were seen, as one long: bit k stands for the largest id minus k.
 *
 * <p>Pure functions. A venue may deliver ids out of order (1, 2, 4, 3): an id inside the window counts as seen only when
 * its bit is set, so a late one is still taken, and a repeated one is not. Below the window nothing can be told, and the
 * id counts as seen.
 */
final class TradeIdWindow {
    /** Ids that the window tells apart. */
    static final int SIZE = Long.SIZE;

    private TradeIdWindow() {}

    /** True when an id was taken before, or lies below the window. */
    static boolean seen(final long largest, final long seen, final long id) {
        if (id > largest) {
            return false;
        }
        final long back = largest - id;
        return back < 0 || back >= SIZE || (seen & (1L << back)) != 0;
    }

    /** The bits after an id was taken; the largest id is then the larger of both. */
    static long take(final long largest, final long seen, final long id) {
        if (id <= largest) {
            return seen | (1L << (largest - id));
        }
        final long forward = id - largest;
        return forward < 0 || forward >= SIZE ? 1L : (seen << forward) | 1L;
    }
}
