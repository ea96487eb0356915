package io.millrace.engine.testing;

import io.millrace.engine.Engine;
import java.nio.file.Path;

/** An engine with its egress open in a process of its own, to be killed. */
public final class EgressChild {
    private EgressChild() {}

    /**
     * Opens and waits.
     *
     * @param arguments data directory
     */
    public static void main(final String[] arguments) throws InterruptedException {
        try (Engine engine = Engine.open(Path.of(arguments[0]), Runs.config("aeron.egress.enabled", "true"))) {
            System.out.println("engine is open");
            Thread.sleep(60_000);
            engine.check();
        }
    }
}
