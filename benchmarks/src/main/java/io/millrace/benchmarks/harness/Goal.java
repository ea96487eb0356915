package io.millrace.benchmarks.harness;

/**
 * What this software promises to reach, in the order of the first table of a result page. Any thread.
 */
public enum Goal {
    THROUGHPUT(
            "engine-throughput-vs-append",
            "engine throughput, standard load, journal on ÷ bare per-event Chronicle append of the input bytes alone",
            Unit.RATIO,
            Direction.HIGHER,
            1.5,
            3),
    EVENTS_PER_SECOND(
            "engine-events-per-second",
            "engine throughput, standard load, journal on, one engine thread",
            Unit.EVENTS_PER_SECOND,
            Direction.HIGHER,
            Double.NaN,
            10e6),
    MEDIAN_LATENCY(
            "median-vs-hop-plus-append",
            "median latency receive → committed at 100k/s ÷ (bare hop + bare append medians)",
            Unit.RATIO,
            Direction.LOWER,
            1.5,
            1.1),
    TAIL_LATENCY(
            "p99-vs-hop",
            "p99 of the same ÷ p99 of a bare Disruptor hop under the same generator and rate",
            Unit.RATIO,
            Direction.LOWER,
            2,
            1.2),
    ALLOCATION(
            "allocated-bytes-per-event",
            "allocated bytes per event in steady state, engine thread and feed thread",
            Unit.BYTES_PER_EVENT,
            Direction.LOWER,
            0,
            0),
    INDICATOR_VS_TA_LIB(
            "indicator-vs-ta-lib",
            "one streaming update of each indicator ÷ TA-Lib batch cost per element of the same indicator (the worst)",
            Unit.RATIO,
            Direction.LOWER,
            2,
            1),
    INDICATOR_VS_TA4J(
            "indicator-vs-ta4j",
            "one streaming update ÷ ta4j live update (the worst)",
            Unit.RATIO,
            Direction.LOWER,
            1.0 / 20,
            1.0 / 100),
    REPLAY(
            "replay-vs-live",
            "replay (journal on disk, full computation, digest check) ÷ live throughput",
            Unit.RATIO,
            Direction.HIGHER,
            1,
            1.5),
    DEAD_DATABASE(
            "p99-dead-database",
            "p99 engine latency with a dead database and a stopped archiver ÷ without",
            Unit.RATIO,
            Direction.LOWER,
            1.2,
            1.05),
    ARCHIVE(
            "archiver-vs-raw-copy",
            "archiver, rows per second ÷ raw binary COPY of the same rows into the same tables from ready buffers",
            Unit.RATIO,
            Direction.HIGHER,
            0.8,
            0.95),
    CATCH_UP(
            "catch-up-last-vs-first",
            "catching up 10 M events, rows per second of the last million ÷ of the first",
            Unit.RATIO,
            Direction.HIGHER,
            0.9,
            1),
    KEEPS_UP(
            "median-beside-archiver",
            "median engine latency at 100k/s, shared cores, beside an archiver that follows ÷ without",
            Unit.RATIO,
            Direction.LOWER,
            1.5,
            1.1),
    LAG("archiver-lag-seconds", "how far behind that archiver is, at most", Unit.SECONDS, Direction.LOWER, 2, 0.5),
    CANDLES(
            "candles-of-a-day",
            "candles of a day, 1 min, one symbol, in a table of 50 M ticks, median; the slower of an open and a closed day",
            Unit.NANOSECONDS,
            Direction.LOWER,
            50e6,
            20e6),
    CANDLES_GROWTH(
            "candles-50m-vs-1m",
            "the same ÷ its time in a table of 1 M ticks (the worse of an open and a closed day)",
            Unit.RATIO,
            Direction.LOWER,
            2,
            1.2),
    SIGNALS(
            "last-signals",
            "last 100 signals beside 50 M ticks, median; the slower of the newest and those before a closed day's end",
            Unit.NANOSECONDS,
            Direction.LOWER,
            50e6,
            5e6),
    SIGNALS_GROWTH(
            "last-signals-50m-vs-1m",
            "the same ÷ its time beside 1 M ticks (the worse of the two)",
            Unit.RATIO,
            Direction.LOWER,
            2,
            1.2),
    AERON(
            "aeron-vs-bare-ipc",
            "signal, journal commit → Aeron IPC subscriber, median ÷ bare Aeron IPC one-way",
            Unit.RATIO,
            Direction.LOWER,
            1.5,
            1.2),
    START(
            "start-to-first-tick",
            "start to first tick accepted, 64 instruments, warm-up included",
            Unit.SECONDS,
            Direction.LOWER,
            3,
            1);

    private final String key;
    private final String measure;
    private final Unit unit;
    private final Direction direction;
    private final double must;
    private final double aim;

    Goal(
            final String key,
            final String measure,
            final Unit unit,
            final Direction direction,
            final double must,
            final double aim) {
        this.key = key;
        this.measure = measure;
        this.unit = unit;
        this.direction = direction;
        this.must = must;
        this.aim = aim;
    }

    /** Its name in the JSON. */
    public String key() {
        return key;
    }

    /** What is measured, in words. */
    public String measure() {
        return measure;
    }

    /** What the figure counts: a plain number where it is a ratio. */
    public Unit unit() {
        return unit;
    }

    /** Which way it gets better. */
    public Direction direction() {
        return direction;
    }

    /** The bound that has to be reached; NaN when there is none. */
    public double must() {
        return must;
    }

    /** The bound that is wished for. */
    public double aim() {
        return aim;
    }

    /** How a figure stands to it. A figure that was not measured misses it. */
    public Verdict judge(final double figure) {
        if (direction.reaches(figure, aim)) {
            return Verdict.AIM;
        }
        if (Double.isNaN(must)) {
            return Verdict.BELOW_AIM;
        }
        return direction.reaches(figure, must) ? Verdict.MUST : Verdict.MISSED;
    }
}
