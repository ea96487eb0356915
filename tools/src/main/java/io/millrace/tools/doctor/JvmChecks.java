package io.millrace.tools.doctor;

import java.util.ArrayList;
import java.util.List;

/** The Java that runs this: version, compiler, flags, heap. Any thread. */
final class JvmChecks {
    private static final int OLDEST = 17;
    private static final int NEWEST_TESTED = 25;
    private static final int UNSAFE_FLAG_SINCE = 24;
    private static final long HEAP_FLOOR_BYTES = 128L << 20;
    private static final String LAUNCHER = "start it with tools/bin/millrace, which gives the flags of journal/jvm";

    List<Finding> examine() {
        return List.of(version(), compiler(), flags(), heap());
    }

    private static Finding version() {
        int feature = Runtime.version().feature();
        String detail = System.getProperty("java.vendor") + " " + Runtime.version();
        if (feature < OLDEST) {
            return Finding.problem("java", detail, "install a JDK 17 or newer and set JAVA_HOME to it");
        }
        if (feature > NEWEST_TESTED) {
            return Finding.warning(
                    "java", detail, "tested up to Java 25: if something fails, set JAVA_HOME to a JDK 17 to 25");
        }
        return Finding.ok("java", detail);
    }

    private static Finding compiler() {
        if (ModuleLayer.boot().findModule("jdk.compiler").isPresent()) {
            return Finding.ok(
                    "compiler", "module jdk.compiler is present (Chronicle Map compiles its values at run time)");
        }
        return Finding.problem(
                "compiler",
                "this Java has no module jdk.compiler",
                "install the JDK, not the JRE, and set JAVA_HOME to it");
    }

    private static Finding flags() {
        Module base = Object.class.getModule();
        Module ours = JvmChecks.class.getModule();
        List<String> missing = new ArrayList<>();
        for (String name : List.of("java.lang", "java.lang.reflect", "java.io", "java.util", "jdk.internal.misc")) {
            if (!base.isOpen(name, ours)) {
                missing.add("--add-opens java.base/" + name);
            }
        }
        for (String name : List.of("jdk.internal.ref", "sun.nio.ch")) {
            if (!base.isExported(name, ours)) {
                missing.add("--add-exports java.base/" + name);
            }
        }
        if (Runtime.version().feature() >= UNSAFE_FLAG_SINCE
                && !"allow".equals(System.getProperty("sun.misc.unsafe.memory.access"))) {
            missing.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (missing.isEmpty()) {
            return Finding.ok("flags", "all that Chronicle and Agrona need are given");
        }
        return Finding.problem("flags", "missing: " + String.join(", ", missing), LAUNCHER);
    }

    private static Finding heap() {
        long bytes = Runtime.getRuntime().maxMemory();
        String detail = (bytes >> 20) + " MiB at most";
        if (bytes < HEAP_FLOOR_BYTES) {
            return Finding.warning("heap", detail, "give at least 128 MiB: MILLRACE_JAVA_OPTS=-Xmx256m");
        }
        return Finding.ok("heap", detail);
    }
}
