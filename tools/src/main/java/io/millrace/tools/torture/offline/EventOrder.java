package io.millrace.tools.torture.offline;

import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.tools.supervise.CommandProcess;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import io.millrace.tools.torture.reader.RawBatch;
import io.millrace.tools.torture.reader.RawJournal;
import io.millrace.tools.torture.reader.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Duplicates, swaps, gaps, replays, ticks of the future and of the past, in trades and quotes of one instrument, over three runs on
 * one data directory: half of the feed, the whole, the whole again. What was taken, what was told and what was dropped is what a
 * naive model says.
 */
final class EventOrder implements OfflineFault {
    private static final int FULL_ROUNDS = 1_000;
    private static final int ROUNDS = 100;
    private static final int EVENTS = 400;

    private static final String CONFIG = """
            millrace.engine {
              warm-up = 0ms
              bars = [1s, 1m]
              indicators = [ { name = mean, kind = sma, bar = 1s, period = 3 } ]
              rules = []
              state { max-instruments = 8, max-feeds = 16 }
            }
            """;

    private final CommandProcess command;

    EventOrder(final CommandProcess command) {
        this.command = command;
    }

    @Override
    public String name() {
        return "event-order";
    }

    @Override
    public String title() {
        return "duplicates, swaps, gaps, replays, future and past ticks against a naive model";
    }

    @Override
    public int rounds(final Effort effort) {
        return effort == Effort.FULL ? FULL_ROUNDS : ROUNDS;
    }

    /** One stream: its files, the model, and what the journal has of it. */
    private static final class Stream {
        private final NaiveStream model;
        private final List<List<NaiveStream.Event>> files;
        private final int[] positions = new int[2];
        private final List<String> taken = new ArrayList<>();
        private final List<String> told = new ArrayList<>();

        private Stream(final boolean trades, final Round round) {
            model = new NaiveStream(trades);
            final DisorderedFeed feed = new DisorderedFeed(round.random());
            files = List.of(feed.next(EVENTS), feed.next(EVENTS));
        }

        private void run(final int fileCount) {
            for (int i = 0; i < fileCount; i++) {
                positions[i] = model.file(files.get(i), positions[i]);
            }
        }

        private void compare(final String what) {
            Invariant.I2.require(taken.equals(model.taken()), what + ": taken, " + difference(model.taken(), taken));
            Invariant.I5.require(told.equals(model.told()), what + ": told, " + difference(model.told(), told));
        }

        private static String difference(final List<String> expected, final List<String> found) {
            int at = 0;
            while (at < Math.min(expected.size(), found.size())
                    && expected.get(at).equals(found.get(at))) {
                at++;
            }
            return "number " + at + " is " + (at < found.size() ? found.get(at) : "missing") + ", the model has "
                    + (at < expected.size() ? expected.get(at) : "no more");
        }
    }

    @Override
    public void round(final Round round) throws IOException {
        final Stream trades = new Stream(true, round);
        final Stream quotes = new Stream(false, round);
        final Path directory = round.directory();
        Files.writeString(directory.resolve("engine.conf"), CONFIG);
        for (int i = 0; i < 2; i++) {
            Files.writeString(directory.resolve("t" + i), DisorderedFeed.trades(trades.files.get(i)));
            Files.writeString(directory.resolve("q" + i), DisorderedFeed.quotes(quotes.files.get(i)));
        }
        for (final int fileCount : new int[] {1, 2, 2}) {
            final long before = trades.model.duplicates() + quotes.model.duplicates();
            trades.run(fileCount);
            quotes.run(fileCount);
            final long dropped = trades.model.duplicates() + quotes.model.duplicates() - before;
            final Outcome run = run(directory, fileCount);
            run.requireDone("seed " + round.seed());
            Invariant.I5.require(
                    run.json().get("duplicates").asLong() == dropped,
                    "seed " + round.seed() + ": " + dropped + " repeats, counted are "
                            + run.json().get("duplicates"));
            round.count(Figure.EVENTS_ACKNOWLEDGED, run.json().get("eventsIn").asLong());
        }
        final Path journal = directory.resolve("data/journal");
        final long told = read(journal, trades, quotes);
        trades.compare("trades, seed " + round.seed());
        quotes.compare("quotes, seed " + round.seed());
        Invariant.I5.require(
                told <= trades.model.duplicates() + quotes.model.duplicates(),
                "seed " + round.seed() + ": the journal tells of " + told + " repeats, there were fewer");
        new Outcome(command.run("verify", "--data", directory.resolve("data"), "--json"))
                .requireDone("seed " + round.seed());
    }

    private Outcome run(final Path directory, final int fileCount) throws IOException {
        final String second = fileCount == 1 ? "" : "," + directory.resolve("t1");
        final String secondQuotes = fileCount == 1 ? "" : "," + directory.resolve("q1");
        return new Outcome(command.run(
                "run",
                "--feed",
                "binance-trades:" + directory.resolve("t0") + second,
                "--feed",
                "binance-bookticker:" + directory.resolve("q0") + secondQuotes,
                "--symbol",
                "BTCUSDT",
                "--config",
                directory.resolve("engine.conf"),
                "--data",
                directory.resolve("data"),
                "--json"));
    }

    /** Sorts the journal's records to their streams; gives the repeats that it tells of. */
    private static long read(final Path journal, final Stream trades, final Stream quotes) throws IOException {
        final TradeDecoder trade = new TradeDecoder();
        final QuoteDecoder quote = new QuoteDecoder();
        final FeedStatusDecoder status = new FeedStatusDecoder();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final long[] repeats = {0};
        final RawJournal.Reading reading = RawJournal.read(journal, (final RawBatch batch) -> {
            final UnsafeBuffer buffer = new UnsafeBuffer(batch.bytes());
            for (final RawRecord each : batch.records()) {
                switch (each.templateId()) {
                    case TradeDecoder.TEMPLATE_ID -> {
                        trade.wrapAndApplyHeader(buffer, each.offset(), header);
                        trades.taken.add(NaiveStream.text(
                                trade.venueTradeId(),
                                trade.eventTimeNs(),
                                trade.feedPosition(),
                                trade.price(),
                                trade.quantity()));
                    }
                    case QuoteDecoder.TEMPLATE_ID -> {
                        quote.wrapAndApplyHeader(buffer, each.offset(), header);
                        quotes.taken.add(NaiveStream.text(
                                quote.venueUpdateId(),
                                quote.eventTimeNs(),
                                quote.feedPosition(),
                                quote.bidPrice(),
                                quote.askQuantity()));
                    }
                    case FeedStatusDecoder.TEMPLATE_ID -> {
                        status.wrapAndApplyHeader(buffer, each.offset(), header);
                        if (status.state() == FeedState.GAP || status.state() == FeedState.OUT_OF_ORDER) {
                            (status.stream() == StreamKind.TRADES ? trades : quotes)
                                    .told.add(status.state() + " " + status.expected() + " " + status.actual() + " "
                                            + status.count());
                        } else if (status.state() == FeedState.DUPLICATE) {
                            repeats[0] += status.count();
                        }
                    }
                    default -> {
                        // Not about the order of events.
                    }
                }
            }
        });
        Invariant.I2.require(reading.clean(), "the journal is bad, " + reading.bad());
        return repeats[0];
    }
}
