package io.millrace.tools.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which module may know which (engine to journal, archiver to journal, tools to all), and no cycle between packages. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ModuleArrowsTest {
    @ParameterizedTest
    @CsvSource({
        "journal, engine archiver tools benchmarks",
        "engine, archiver tools benchmarks",
        "archiver, engine tools benchmarks",
        "tools, benchmarks"
    })
    void shouldNotKnowModule(String module, String forbidden) {
        String[] packages = List.of(forbidden.split(" ")).stream()
                .map(name -> "io.millrace." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.millrace." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(ProductClasses.all());
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(ProductClasses.all());
    }
}
