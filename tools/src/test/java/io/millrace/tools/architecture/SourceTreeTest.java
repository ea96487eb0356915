package io.millrace.tools.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands beside the code: two documents per module, one description per package. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SourceTreeTest {
    private static final int LEAST_MODULES = 5;
    private static final int LEAST_PACKAGES = 20;

    @Test
    void shouldDocumentEachModule() {
        assertThat(SourceTree.modules())
                .hasSizeGreaterThanOrEqualTo(LEAST_MODULES)
                .allSatisfy(module -> {
                    assertThat(module.resolve("README.md")).content().startsWith("# ");
                    assertThat(module.resolve("RATIONALE.md"))
                            .content()
                            .startsWith("# ")
                            .contains("\n## ");
                });
    }

    @Test
    void shouldDescribeEachPackage() {
        Set<String> described = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Path module : SourceTree.modules()) {
            Path main = module.resolve("src/main/java");
            Path test = module.resolve("src/test/java");
            for (Path sources : Set.of(main, test)) {
                for (Path file : SourceTree.javaFiles(sources)) {
                    Path directory = sources.relativize(file).getParent();
                    // The tests of a package share its description.
                    boolean told = Files.exists(main.resolve(directory).resolve("package-info.java"))
                            || Files.exists(test.resolve(directory).resolve("package-info.java"));
                    (told ? described : silent).add(module.getFileName() + "/" + directory);
                }
            }
        }
        assertThat(silent).as("packages without package-info.java").isEmpty();
        assertThat(described).hasSizeGreaterThanOrEqualTo(LEAST_PACKAGES);
    }
}
