package io.millrace.tools.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on stderr with rate and time left, or nothing at all when stderr is no terminal. Any thread; drawing happens
 * on a thread of the bar's own.
 */
final class ProgressDisplay implements AutoCloseable {
    private static final int WIDTH = 100;
    private static final int UPDATE_MS = 250;

    /** Null when nothing is drawn. */
    private final ProgressBar bar;

    private ProgressDisplay(ProgressBar bar) {
        this.bar = bar;
    }

    /** For work of a known size. */
    static ProgressDisplay bounded(CliContext context, String task, long size, String unit) {
        return open(context, task, Math.max(size, 1), unit);
    }

    /** For work whose size is not known. */
    static ProgressDisplay unbounded(CliContext context, String task, String unit) {
        return open(context, task, -1, unit);
    }

    private static ProgressDisplay open(CliContext context, String task, long size, String unit) {
        if (!context.terminal()) {
            return new ProgressDisplay(null);
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(size)
                .setUnit(" " + unit, 1)
                .showSpeed()
                .setUpdateIntervalMillis(UPDATE_MS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
        return new ProgressDisplay(bar);
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
        if (bar != null) {
            bar.close();
        }
    }
}
