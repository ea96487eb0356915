package io.millrace.tools.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guard under all the other rules: a rule over classes that nobody found would hold for ever. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProductClassesTest {
    /** Well below what is there, far above nothing; the generated codecs alone are about fifty. */
    private static final Map<String, Long> LEAST_CLASSES =
            Map.of("journal", 60L, "engine", 60L, "archiver", 10L, "tools", 20L);

    @Test
    void shouldSeeTheClassesOfEachModule() {
        LEAST_CLASSES.forEach((module, least) -> assertThat(ProductClasses.countIn(ProductClasses.BASE + "." + module))
                .as("classes seen in module %s", module)
                .isGreaterThanOrEqualTo(least));
    }

    @Test
    void shouldSeeEachHotPackage() {
        ProductClasses.HOT_PACKAGES.forEach(name -> assertThat(ProductClasses.countIn(name))
                .as("classes seen in package %s", name)
                .isPositive());
    }

    @Test
    void shouldNotSeeTests() {
        assertThat(ProductClasses.countIn("io.millrace.tools.architecture")).isZero();
        assertThat(ProductClasses.countIn("io.millrace.journal.testing")).isZero();
    }
}
