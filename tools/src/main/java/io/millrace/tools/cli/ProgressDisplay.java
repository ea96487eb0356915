package io.millrace.tools.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on stderr with rate and time left, or nothing at all when stderr is no terminal. Any thread; drawing happens
 * on a thread of the bar's own.
 */
final class ProgressDisplay implements Shutdown.Registration {
    private static final int UPDATE_MS = 250;

    /** How far something is, and a few words more. */
    record State(long done, String words) {}

    /** Null when nothing is drawn. */
    private final ProgressBar bar;

    /** Null when nobody is asked. */
    private final CountDownLatch polling;

    private ProgressDisplay(ProgressBar bar, CountDownLatch polling) {
        this.bar = bar;
        this.polling = polling;
    }

    /** For work of a known size that tells how far it is. */
    static ProgressDisplay bounded(CliContext context, String task, long size, String unit) {
        return new ProgressDisplay(bar(context, task, size, unit, 1), null);
    }

    /** For work whose size is not known. */
    static ProgressDisplay unbounded(CliContext context, String task, String unit) {
        return new ProgressDisplay(bar(context, task, -1, unit, 1), null);
    }

    /** For work of so many bytes that is to be asked how far it is; 0 or less when that is not known. */
    static ProgressDisplay polled(CliContext context, String task, long sizeBytes, Supplier<State> source) {
        ProgressBar bar = bar(context, task, sizeBytes > 0 ? sizeBytes : -1, "KiB", 1024);
        if (bar == null) {
            return new ProgressDisplay(null, null);
        }
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> poll(bar, source, end), "progress");
        thread.setDaemon(true);
        thread.start();
        return new ProgressDisplay(bar, end);
    }

    private static void poll(ProgressBar bar, Supplier<State> source, CountDownLatch end) {
        try {
            boolean ended;
            do {
                ended = end.await(UPDATE_MS, TimeUnit.MILLISECONDS);
                State state = source.get();
                bar.stepTo(state.done());
                bar.setExtraMessage(state.words());
            } while (!ended);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProgressBar bar(CliContext context, String task, long size, String unit, long unitSize) {
        if (!context.terminal()) {
            return null;
        }
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(size)
                .setUnit(" " + unit, unitSize)
                .showSpeed()
                .setUpdateIntervalMillis(UPDATE_MS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new OneLine(context.err()))
                .build();
    }

    /** Draws over the one line of the bar, and leaves nothing of it at the end. */
    private static final class OneLine implements ProgressBarConsumer {
        private static final int WIDTH = 100;
        private static final String CLEAR = "\r\033[K";

        private final PrintWriter out;

        OneLine(PrintWriter out) {
            this.out = out;
        }

        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String rendered) {
            out.print(CLEAR + rendered.substring(0, Math.min(rendered.length(), WIDTH)));
            out.flush();
        }

        @Override
        public void clear() {
            out.print(CLEAR);
            out.flush();
        }

        @Override
        public void close() {
            clear();
        }
    }

    void update(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** A few words behind the bar. */
    void note(String words) {
        if (bar != null) {
            bar.setExtraMessage(words);
        }
    }

    @Override
    public void close() {
        if (polling != null) {
            polling.countDown();
        }
        if (bar != null) {
            bar.close();
        }
    }
}
