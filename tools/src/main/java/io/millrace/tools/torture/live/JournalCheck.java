package io.millrace.tools.torture.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.tools.supervise.CommandProcess;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Compares the inputs in a journal with the tape that fed it, one by one, and lets {@code millrace verify} prove the rest.
 *
 * <p>One thread, in another process than the one that wrote. How records are read is behind {@link #read}.
 */
final class JournalCheck {
    private static final CommandProcess COMMAND = new CommandProcess(Duration.ofMinutes(5));

    private final Round round;
    private final Path data;
    private final TradeTape tape;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private long lastSequence;
    private int trades;

    private JournalCheck(final Round round, final Path data, final TradeTape tape) {
        this.round = round;
        this.data = data;
        this.tape = tape;
    }

    /** How far a journal goes. */
    record End(long sequence, int trades) {}

    /**
     * Whatever an engine has left must be a prefix of the tape, and hold what it has acknowledged: I1 and I2.
     *
     * @param said what its counters said, before its death and after
     */
    static End requirePrefix(final Round round, final Path data, final TradeTape tape, final EngineWatch... said) {
        final End end = new JournalCheck(round, data, tape).read();
        for (final EngineWatch each : said) {
            final long lost = Math.max(0, each.trades() - end.trades());
            round.count(Figure.EVENTS_LOST, lost);
            Invariant.I1.require(
                    lost == 0 && end.sequence() >= each.lastSequence(),
                    "acknowledged were " + each.trades() + " trades up to sequence " + each.lastSequence()
                            + ", the journal ends at sequence " + end.sequence() + " with " + end.trades() + " trades");
        }
        return end;
    }

    /**
     * The journal must hold the whole tape once, replay to its own outputs, and to the state and outputs of the run that
     * nobody hurt: I1, I2, I3.
     */
    static void requireWhole(final Round round, final Path data, final References.Reference reference)
            throws Exception {
        final TradeTape tape = reference.tape();
        final End end = new JournalCheck(round, data, tape).read();
        round.count(Figure.EVENTS_LOST, tape.size() - end.trades());
        Invariant.I1.require(
                end.trades() == tape.size(),
                "the journal holds " + end.trades() + " of " + tape.size() + " trades after all were fed");
        final JsonNode verified = verify(data);
        Invariant.I3.require(
                verified.path("stateDigest").asText().equals(reference.stateDigest())
                        && verified.path("outputDigest").asText().equals(reference.outputDigest()),
                "a replay gives state " + verified.path("stateDigest").asText() + " and outputs "
                        + verified.path("outputDigest").asText() + ", the run without a fault "
                        + reference.stateDigest() + " and " + reference.outputDigest());
    }

    /** The state and the outputs that an engine reports at its end must be those of the run that nobody hurt: I3. */
    static void requireSame(final LiveEngine.Result result, final References.Reference reference) {
        Invariant.I3.require(
                result.stateDigest().equals(reference.stateDigest())
                        && result.outputDigest().equals(reference.outputDigest()),
                "the engine ends with state " + result.stateDigest() + " and outputs " + result.outputDigest()
                        + ", the run without a fault with " + reference.stateDigest() + " and "
                        + reference.outputDigest());
    }

    /** Runs {@code millrace verify} in a process of its own, which stays for the next; what it finds breaks an invariant. */
    static JsonNode verify(final Path data, final String... more) throws Exception {
        final List<Object> words = new ArrayList<>(List.of("verify", "--json", "--data", data));
        words.addAll(List.of(more));
        final CommandProcess.Answer answer = COMMAND.run(words.toArray());
        final JsonNode report =
                JsonMapper.builder().build().readTree(answer.out().isBlank() ? "{}" : answer.out());
        Invariant.I2.require(
                answer.exitCode() != 3 && report.path("damage").isNull(),
                "millrace verify: " + report.path("damage") + LiveEngine.lastLine(answer.err()));
        Invariant.I3.require(report.path("identical").asBoolean(), "millrace verify: " + report.path("difference"));
        final JsonNode archive = report.path("archive");
        Invariant.I4.require(
                archive.isNull() || archive.path("identical").asBoolean(),
                "millrace verify: " + archive.path("difference") + " " + archive.path("firstDeadLetter"));
        Invariant.I5.require(answer.exitCode() == 0, "millrace verify ended with exit code " + answer.exitCode());
        return report;
    }

    /** Reads all records; trades must follow the tape from its start on. */
    private End read() {
        try (JournalTailer tailer = JournalTailer.open(data.resolve("journal"))) {
            // The queue may answer once with nothing when it changes the cycle.
            for (int silent = 0; silent < 2; silent++) {
                while (tailer.poll(batch -> batch.forEach(this::onRecord))) {
                    silent = 0;
                }
            }
        }
        return new End(lastSequence, trades);
    }

    private void onRecord(
            final long sequence, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        Invariant.I2.require(
                sequence == lastSequence + 1, "sequence " + sequence + " comes behind sequence " + lastSequence);
        lastSequence = sequence;
        if (templateId != TradeDecoder.TEMPLATE_ID) {
            return;
        }
        trade.wrapAndApplyHeader(buffer, offset, header);
        final boolean expected =
                tape.matches(trades, trade.venueTradeId(), trade.eventTimeNs(), trade.price(), trade.quantity());
        if (!expected && trade.venueTradeId() < TradeTape.FIRST_ID + trades) {
            round.count(Figure.EVENTS_DOUBLED, 1);
        }
        Invariant.I2.require(
                expected,
                "trade " + trade.venueTradeId() + " at sequence " + sequence + " is not trade "
                        + (TradeTape.FIRST_ID + trades) + " of the tape, which is next");
        trades++;
    }
}
