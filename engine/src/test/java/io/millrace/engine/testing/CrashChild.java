package io.millrace.engine.testing;

import io.millrace.engine.Engine;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.FeedSpec;
import io.millrace.engine.feed.Pace;
import io.millrace.journal.codec.StopReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An engine over one file in a process of its own, to be killed. */
public final class CrashChild {
    private CrashChild() {}

    /**
     * Runs to the end of the file, if it gets there.
     *
     * @param arguments data directory, format, file, symbol, pace, then keys and values of settings
     */
    public static void main(final String[] arguments) {
        final String[] settings = Arrays.copyOfRange(arguments, 5, arguments.length);
        final FeedSpec spec = spec(arguments[1], Path.of(arguments[2]), arguments[3]);
        try (Engine engine = Engine.open(Path.of(arguments[0]), config(settings))) {
            System.out.println("engine is open");
            new FeedPump(engine, List.of(Runs.file(spec)), Pace.parse(arguments[4])).run();
            System.out.println(engine.stop(StopReason.FEED_ENDED));
        }
    }

    /** Small, with what the command line sets over it. */
    private static EngineConfig config(final String[] arguments) {
        final List<String> settings = new ArrayList<>(Arrays.asList(arguments));
        EngineConfig.overridesOf(System.getProperties()).forEach((key, value) -> {
            settings.add(key.substring(EngineConfig.KEY_PREFIX.length()));
            settings.add(value);
        });
        return Runs.config(settings.toArray(new String[0]));
    }

    public static FeedSpec spec(final String format, final Path file, final String symbol) {
        return FeedSpec.of(format, file, symbol, "TEST");
    }
}
