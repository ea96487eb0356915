package io.millrace.benchmarks.archive;

import io.millrace.archiver.access.row.Cursor;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.benchmarks.archive.HistoryReader.Answer;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.load.MarketDays;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * What a database of history is asked. Each run asks of other instruments and other days, the same ones of both databases where both
 * have them. Any thread.
 */
enum HistoryQuestion {
    CANDLES_CLOSED("candles of a closed day, all symbols in turn", true) {
        @Override
        Answer ask(final HistoryReader reader, final HistoryShape shape, final int days, final int run) {
            return reader.candles(anyInstrument(run), closedDay(shape, days, run));
        }
    },
    CANDLES_CLOSED_BUSIEST("candles of a closed day, busiest symbol", true) {
        @Override
        Answer ask(final HistoryReader reader, final HistoryShape shape, final int days, final int run) {
            return reader.candles(BUSIEST, closedDay(shape, days, run));
        }

        @Override
        String[] planValues(final HistoryShape shape) {
            return candles(middle(shape));
        }
    },
    CANDLES_OPEN("candles of the open day, all symbols in turn", true) {
        @Override
        Answer ask(final HistoryReader reader, final HistoryShape shape, final int days, final int run) {
            return reader.candles(anyInstrument(run), shape.lastDay());
        }
    },
    CANDLES_OPEN_BUSIEST("candles of the open day, busiest symbol", true) {
        @Override
        Answer ask(final HistoryReader reader, final HistoryShape shape, final int days, final int run) {
            return reader.candles(BUSIEST, shape.lastDay());
        }

        @Override
        String[] planValues(final HistoryShape shape) {
            return candles(shape.lastDay());
        }
    },
    SIGNALS_NEWEST("last 100 signals", false) {
        @Override
        Answer ask(final HistoryReader reader, final HistoryShape shape, final int days, final int run) {
            return reader.signals(PageRequest.first(pageOf(shape)));
        }

        @Override
        String[] planValues(final HistoryShape shape) {
            return new String[] {"9999-12-31 23:59:59+00", "0", Integer.toString(pageOf(shape) + 1)};
        }
    },
    SIGNALS_CLOSED("last 100 signals of a closed day", false) {
        @Override
        Answer ask(final HistoryReader reader, final HistoryShape shape, final int days, final int run) {
            return reader.signals(before(shape, closedDay(shape, days, run)));
        }

        @Override
        String[] planValues(final HistoryShape shape) {
            return new String[] {middle(shape).plusDays(1) + " 00:00:00+00", "0", Integer.toString(pageOf(shape) + 1)};
        }
    };

    private static final int BUSIEST = 1;
    private static final long SEED = 4_711;

    private final String label;
    private final boolean aboutCandles;

    HistoryQuestion(final String label, final boolean aboutCandles) {
        this.label = label;
        this.aboutCandles = aboutCandles;
    }

    /** Asks it once. */
    abstract Answer ask(HistoryReader reader, HistoryShape shape, int days, int run);

    /** Values for a plan of it in the large database, in the order of the statement; none where another question has that plan. */
    String[] planValues(final HistoryShape shape) {
        return new String[0];
    }

    String label() {
        return label;
    }

    boolean isAboutCandles() {
        return aboutCandles;
    }

    /** Asks the large and the small database in turns. The open day is the same in both, and so must be the answers. */
    Pairs<Answer, Answer> ask(
            final HistoryReader large, final HistoryReader small, final HistoryShape shape, final int pairs)
            throws Exception {
        final int[] runs = new int[2];
        final Pairs<Answer, Answer> asked = Pairs.interleave(
                pairs,
                () -> ask(large, shape, shape.days(), runs[0]++),
                () -> ask(small, shape, HistoryShape.SMALL_DAYS, runs[1]++));
        if ((this == CANDLES_OPEN || this == CANDLES_OPEN_BUSIEST)
                && asked.median((ours, other) -> Math.abs(ours.rows() - other.rows())) != 0) {
            throw new IllegalStateException(label + ": the databases give different answers");
        }
        return asked;
    }

    private static int anyInstrument(final int run) {
        return 1 + run % MarketDays.INSTRUMENTS;
    }

    private static LocalDate closedDay(final HistoryShape shape, final int days, final int run) {
        return shape.firstDay(days).plusDays(new SplittableRandom(SEED + run).nextInt(days - 1));
    }

    private static LocalDate middle(final HistoryShape shape) {
        return shape.firstDay(shape.days() / 2);
    }

    private static PageRequest before(final HistoryShape shape, final LocalDate day) {
        return new PageRequest(pageOf(shape), new Cursor(HistoryReader.startOf(day.plusDays(1)), "0").encode());
    }

    /** A hundred, or what a day of a small trial has. */
    private static int pageOf(final HistoryShape shape) {
        return (int) Math.min(HistoryReader.SIGNALS, shape.signals(1));
    }

    private static String[] candles(final LocalDate day) {
        return new String[] {
            MarketDays.symbol(BUSIEST),
            Long.toString(HistoryReader.INTERVAL.toNanos() / 1_000),
            day + " 00:00:00+00",
            day.plusDays(1) + " 00:00:00+00",
            null,
            null
        };
    }
}
