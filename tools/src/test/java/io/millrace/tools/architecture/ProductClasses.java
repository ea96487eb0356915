package io.millrace.tools.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/**
 * Every class that ships, read once from the class path and shared by the rules; immutable, any thread. Tests and the journal's
 * test-jar are left out.
 */
final class ProductClasses {
    static final String BASE = "io.millrace";

    /** Where each event passes through: no lock, log, stream, clock, randomness or platform-dependent arithmetic. */
    static final List<String> HOT_PACKAGES = List.of(
            BASE + ".engine.bar",
            BASE + ".engine.egress",
            BASE + ".engine.handler",
            BASE + ".engine.indicator",
            BASE + ".engine.rule",
            BASE + ".engine.signal");

    private static final ImportOption NO_TEST_JAR = location -> !location.contains("-tests.jar");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(NO_TEST_JAR)
            .importPackages(BASE);

    private ProductClasses() {}

    static JavaClasses all() {
        return ALL;
    }

    static String[] hotPackages() {
        return HOT_PACKAGES.stream().map(name -> name + "..").toArray(String[]::new);
    }

    static long countIn(String packageName) {
        return ALL.stream()
                .filter(type -> type.getPackageName().equals(packageName)
                        || type.getPackageName().startsWith(packageName + "."))
                .count();
    }
}
