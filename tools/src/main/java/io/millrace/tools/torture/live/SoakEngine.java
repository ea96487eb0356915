package io.millrace.tools.torture.live;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.feed.Pump;
import io.millrace.tools.wiring.EngineRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A program: the product's engine over a feed that is made as it goes, for runs that no file could feed. Ends when its stdin
 * does.
 *
 * <p>Arguments: data directory, events per second of event time, number of events, pace as {@code millrace run} takes it, then
 * settings {@code KEY=VALUE}.
 */
public final class SoakEngine {
    private SoakEngine() {}

    /** Runs it. */
    public static void main(final String[] arguments) {
        final Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 4; i < arguments.length; i++) {
            final int equals = arguments[i].indexOf('=');
            settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        EngineRun.execute(
                Path.of(arguments[0]),
                EngineConfig.load(Optional.empty(), settings),
                SteadyFeed.lanes(Long.parseLong(arguments[1]), Long.parseLong(arguments[2])),
                Pace.parse(arguments[3]),
                pump -> stopAtEndOf(System.in, pump));
    }

    private static void stopAtEndOf(final InputStream stream, final Pump pump) {
        final Thread thread = new Thread(
                () -> {
                    try {
                        stream.readAllBytes();
                    } catch (final IOException broken) {
                        // As good as its end.
                    }
                    pump.requestStop();
                },
                "stop-at-eof");
        thread.setDaemon(true);
        thread.start();
    }
}
