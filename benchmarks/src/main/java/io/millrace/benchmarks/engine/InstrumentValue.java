package io.millrace.benchmarks.engine;

/**
 * An instrument's fields as Chronicle Map is usually given them: a value interface that the library implements at run time.
 * As many bytes as {@link StateAccessBenchmark} gives a block.
 */
public interface InstrumentValue {
    long getLastPrice();

    void setLastPrice(long mantissa);

    long getTradeTimeNs();

    void setTradeTimeNs(long timeNs);

    long getTradeId();

    void setTradeId(long id);

    long getVolume();

    void setVolume(long mantissa);

    long getTradeCount();

    void setTradeCount(long count);
}
