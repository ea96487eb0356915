package io.millrace.tools.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which package may know which inside and across the modules, and where each outside library stops. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PackageArrowsTest {
    @Test
    void shouldKeepComputationFreeOfPlumbing() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.millrace.engine.bar..",
                        "io.millrace.engine.indicator..",
                        "io.millrace.engine.rule..",
                        "io.millrace.engine.signal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.engine.feed..",
                        "io.millrace.engine.handler..",
                        "io.millrace.engine.metrics..",
                        "io.millrace.engine.pipeline..",
                        "io.millrace.engine.recovery..")
                .because("bars, indicators, rules and signals are computed the same live, in replay and in a benchmark")
                .check(ProductClasses.all());
    }

    @Test
    void shouldKeepHandlersFreeOfTheirLayout() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.engine.handler..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.engine.pipeline..")
                .because("the fused and the pipelined layout run the same handlers")
                .check(ProductClasses.all());
    }

    @Test
    void shouldKeepChronicleBehindOurOwnInterfaces() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.millrace.journal..", "io.millrace.engine.state..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.openhft.chronicle..")
                .because("the queue belongs to the journal and the map to the engine's state")
                .check(ProductClasses.all());
    }

    @Test
    void shouldKeepAeronWhereMessagesComeInAndGoOut() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.millrace.engine.aeron..",
                        "io.millrace.engine.client..",
                        "io.millrace.engine.config..",
                        "io.millrace.engine.egress..",
                        "io.millrace.engine.feed.live..",
                        "io.millrace.tools.cli..",
                        "io.millrace.tools.example..",
                        "io.millrace.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.aeron..")
                .check(ProductClasses.all());
    }

    @Test
    void shouldKeepSqlInTheArchiverAndTheDatabaseTools() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.millrace.archiver..", "io.millrace.tools.database..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.postgresql..",
                        "com.zaxxer.hikari..",
                        "org.flywaydb..",
                        "io.zonky..")
                .check(ProductClasses.all());
    }

    @Test
    void shouldKeepTheCommandLineLibraryInTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.tools.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(ProductClasses.all());
    }
}
