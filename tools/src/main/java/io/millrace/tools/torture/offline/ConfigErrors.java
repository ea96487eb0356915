package io.millrace.tools.torture.offline;

import io.millrace.tools.supervise.CommandProcess;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Command lines and configurations that cannot be meant: each ends with exit code 2 and exactly one line on standard error that
 * names the word in question, and no file or directory comes to be. A round is a case.
 */
final class ConfigErrors implements OfflineFault {
    private static final String RUN = "run --data @/data --feed binance-trades:@/good.csv --symbol BTCUSDT ";
    private static final String SET = RUN + "--set millrace.engine.";
    private static final String FILE = RUN + "--config @/bad.conf";

    /** The words of the command line, what the line must name, and the text of {@code bad.conf} where one is used. */
    private record Case(String words, String named, String config) {
        Case(final String words, final String named) {
            this(words, named, "");
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("", "no command"),
            new Case("rnu", "rnu"),
            new Case("run --data @/data", "--feed"),
            new Case("run --data @/data --synthetic 1 --feed binance-trades:@/good.csv", "--synthetic"),
            new Case("run --data @/data --feed binance-trades:@/good.csv", "--symbol"),
            new Case("run --data @/data --feed binance-trades:@/none.csv --symbol A", "none.csv"),
            new Case("run --data @/data --feed binance-trades:@ --symbol A", "@"),
            new Case("run --data @/data --feed binance-tardes:@/good.csv --symbol A", "binance-tardes"),
            new Case("run --data @/data --feed binance-trades --symbol A", "binance-trades"),
            new Case("run --data @/data --feed binance-trades:@/good.csv --symbol A --symbol B", "--symbol"),
            new Case("run --data @/good.csv/data --feed binance-trades:@/good.csv --symbol A", "good.csv"),
            new Case("run --data @/data --feed aeron:ipc:1001 --symbol A", "--symbol"),
            new Case("run --data @/data --feed aeron:ipc:none", "none"),
            new Case(RUN + "--pace fast", "fast"),
            new Case(RUN + "--pace 0x", "0x"),
            new Case(RUN + "--price-exponent 99", "99"),
            new Case(RUN + "--price-exponent many", "many"),
            new Case(RUN + "--feed-option colour=red", "colour"),
            new Case(RUN + "--date tomorrow", "date"),
            new Case(RUN + "--until-end", "--until-end"),
            new Case(RUN + "--preset fastest", "fastest"),
            new Case(RUN + "--config @/none.conf", "none.conf"),
            new Case(SET + "ring.size=1000", "millrace.engine.ring.size"),
            new Case(SET + "ring.sise=1024", "sise"),
            new Case(SET + "batch.max-bytes=1KB", "millrace.engine.batch.max-bytes"),
            new Case(SET + "journal.roll-cycle=HOURLY", "millrace.engine.journal.roll-cycle"),
            new Case(SET + "journal.durability=disk", "millrace.engine.journal.durability"),
            new Case(SET + "journal.force-interval=10", "millrace.engine.journal.force-interval"),
            new Case(SET + "state.max-instruments=0", "millrace.engine.state.max-instruments"),
            new Case(SET + "snapshot.keep=0", "millrace.engine.snapshot.keep"),
            new Case(SET + "limits.min-confidence=1.5", "millrace.engine.limits.min-confidence"),
            new Case(SET + "engine-id=70000", "millrace.engine.engine-id"),
            new Case(SET + "bars=[1m,1s]", "millrace.engine.bars"),
            new Case(FILE, "bad.conf", "millrace.engine { ring { size = 64 "),
            new Case(FILE, "bars", "millrace.engine.bars = [1s, 7s]"),
            new Case(FILE, "indicators", "millrace.engine.indicators = [ { name = a, kind = nothing, bar = 1m } ]"),
            new Case(FILE, "colour", "millrace.engine { colour = red }"),
            new Case("recover --data @", "--dry-run"),
            new Case("verify --data @/none", "none"),
            new Case("archive --once --data @/none", "none"));

    private final CommandProcess command;

    ConfigErrors(final CommandProcess command) {
        this.command = command;
    }

    @Override
    public String name() {
        return "config-error";
    }

    @Override
    public String title() {
        return "configurations and command lines that cannot be meant";
    }

    @Override
    public int rounds(final Effort effort) {
        return CASES.size();
    }

    @Override
    public void round(final Round round) throws IOException {
        final Case wrong = CASES.get(round.number() % CASES.size());
        final Path directory = round.directory();
        Files.writeString(directory.resolve("good.csv"), new Ticks(round.seed()).lines(3));
        if (!wrong.config().isEmpty()) {
            Files.writeString(directory.resolve("bad.conf"), wrong.config());
        }
        final List<Path> before = files(directory);
        final List<String> words = new ArrayList<>(Arrays.asList(wrong.words().split(" ", -1)));
        words.removeIf(String::isEmpty);
        words.replaceAll(word -> word.replace("@", directory.toString()));
        final CommandProcess.Answer answer = command.run(words.toArray());
        Invariant.I5.require(answer.exitCode() == Outcome.USAGE, "exit code 2 expected, " + answer);
        Invariant.I5.require(
                answer.errLines().size() == 1 && answer.out().isEmpty(),
                "one line on standard error and nothing else expected, " + answer);
        Invariant.I5.require(
                answer.err().startsWith("millrace: ")
                        && answer.err().contains(wrong.named().replace("@", directory.toString())),
                "'" + wrong.named() + "' is not named, " + answer);
        Invariant.I5.require(files(directory).equals(before), "files came to be: " + files(directory) + ", " + answer);
        round.count(Figure.CORRUPTIONS_INJECTED, 1);
        round.count(Figure.CORRUPTIONS_DETECTED, 1);
    }

    private static List<Path> files(final Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted().toList();
        }
    }
}
