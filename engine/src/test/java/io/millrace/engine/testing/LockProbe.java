package io.millrace.engine.testing;

import io.millrace.engine.Engine;
import io.millrace.engine.recovery.EngineLockedException;
import java.nio.file.Path;

/** Tries to open an engine in a process of its own: exit 4 when it is locked, 0 when not. */
public final class LockProbe {
    private LockProbe() {}

    /**
     * Tries it.
     *
     * @param arguments the data directory
     */
    public static void main(final String[] arguments) {
        try (Engine engine = Engine.open(Path.of(arguments[0]), Runs.quickConfig())) {
            System.out.println("opened; rebuilt: " + engine.rebuilt());
        } catch (final EngineLockedException e) {
            System.out.println(e.getMessage());
            System.exit(4);
        }
    }
}
