package io.millrace.tools.cli;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * Takes SIGINT, SIGTERM and SIGHUP before the JVM does. Main thread; the consumer is called on a thread of the JVM's.
 *
 * <p>A shutdown hook would be the usual way. It is no use here: all hooks run at the same time, and those of libraries unmap
 * memory under an engine that is still closing. {@code sun.misc.Signal} is exported to everybody by {@code jdk.unsupported}, and
 * reached by name because the compiler warns of it without a way to say that this is meant.
 */
final class Signals {
    private static final int HANGUP = 1;
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    private Signals() {}

    /** Calls the consumer with the number of each signal. Where the JVM keeps signals to itself, they end it as usual. */
    static void handle(IntConsumer consumer) {
        long ignored = ignoredSignals();
        handle("INT", INTERRUPT, ignored, consumer);
        handle("TERM", TERMINATE, ignored, consumer);
        handle("HUP", HANGUP, ignored, consumer);
    }

    private static void handle(String name, int number, long ignored, IntConsumer consumer) {
        if ((ignored >>> (number - 1) & 1) != 0) {
            // As nohup does it for SIGHUP: whoever started this process wants it to go on.
            return;
        }
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            consumer.accept(number);
                            return null;
                        }
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(self);
                            case "equals" -> self == arguments[0];
                            default -> "handler of SIG" + name;
                        };
                    });
            Object instance = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, instance, proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException kept) {
            // -Xrs, or a JVM without this class: the default action stays.
            return;
        }
    }

    private static long ignoredSignals() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("SigIgn:")) {
                    return Long.parseUnsignedLong(
                            line.substring("SigIgn:".length()).strip(), 16);
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
        return 0;
    }
}
