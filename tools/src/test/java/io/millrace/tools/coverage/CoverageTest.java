package io.millrace.tools.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Walks the list line by line: each has a test that names it, and the table beside the code says so. */
@Timeout(120)
class CoverageTest {
    private static final int LINES = 336;

    private static Path archiver() {
        return Path.of("..", "archiver").toAbsolutePath().normalize();
    }

    @Test
    void shouldHaveATestForEachLineAndNoneForOthers() throws IOException {
        Requirements requirements = new Requirements(archiver().resolve("src/test/resources/requirements.txt"));
        Path table = archiver().resolve("COVERAGE.md");
        if (Boolean.getBoolean("millrace.coverage.write")) {
            Files.writeString(table, requirements.table());
        }
        assertThat(requirements.size()).isEqualTo(LINES);
        assertThat(requirements.mistakes()).isEmpty();
        assertThat(requirements.open()).as("lines without a test").isEmpty();
        assertThat(table).as("run again with -Dmillrace.coverage.write=true").hasContent(requirements.table());
    }
}
