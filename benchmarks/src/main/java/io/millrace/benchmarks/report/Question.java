package io.millrace.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * A benchmark of ours and what it is held against. Where both have a parameter of the same name, they are compared at the
 * same value, unless the question fixes the peer's. Immutable; any thread.
 *
 * @param text the question, short
 * @param ours name of our benchmark; empty where there is only a floor
 * @param peerLabel what the other is
 * @param peer its name
 * @param peerParameters fixed values of its parameters
 */
record Question(String text, String ours, String peerLabel, String peer, Map<String, String> peerParameters) {
    private static final String BARE = "AppendBenchmark.bareChronicle";
    private static final String INDICATOR = "IndicatorUpdateBenchmark.";
    private static final String STATE = "StateAccessBenchmark.";
    private static final String CODEC = "TradeCodecBenchmark.";

    /** In the order of the page. */
    static final List<Question> ALL = List.of(
            new Question(
                    "append a record",
                    "AppendBenchmark.millrace",
                    "bare queue, one excerpt per record",
                    BARE,
                    Map.of("batchRecords", "1")),
            new Question(
                    "append a record: frame, header, checksum",
                    "AppendBenchmark.millrace",
                    "bare queue, excerpts of as many",
                    BARE,
                    Map.of()),
            new Question("update an indicator", INDICATOR + "millrace", "ta4j, live", INDICATOR + "ta4j", Map.of()),
            new Question(
                    "update an indicator",
                    INDICATOR + "millrace",
                    "TA-Lib, batch / bars",
                    INDICATOR + "taLib",
                    Map.of()),
            new Question("one-way hop", "", "bare ring", "RingLatencyBenchmark.roundTrip", Map.of()),
            new Question(
                    "take an event, journaled",
                    "EngineThroughputBenchmark.engine",
                    "bare ring",
                    "RingThroughputBenchmark.publish",
                    Map.of()),
            new Question(
                    "compute an event, one thread",
                    "HandlersBenchmark.handle",
                    "copy of a trade",
                    CODEC + "copy",
                    Map.of()),
            new Question(
                    "evaluate a rule",
                    "RuleEvaluationBenchmark.evaluate",
                    "update of five fields",
                    STATE + "bound",
                    Map.of()),
            new Question("encode a trade", CODEC + "encode", "copy of its bytes", CODEC + "copy", Map.of()),
            new Question("decode a trade", CODEC + "decode", "sum of its words", CODEC + "sumWords", Map.of()),
            new Question("update state", STATE + "bound", "getUsing", STATE + "getUsing", Map.of()),
            new Question("update state", STATE + "bound", "acquireContext", STATE + "acquireContext", Map.of()),
            new Question(
                    "replay a record",
                    "ReplayBenchmark.replay",
                    "read and check only",
                    "ReplayBenchmark.tail",
                    Map.of()));
}
