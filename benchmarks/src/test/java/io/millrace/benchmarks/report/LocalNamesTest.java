package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class LocalNamesTest {
    private final LocalNames names =
            new LocalNames(List.of("/opt/jdk", "/home/user", "/home/user/src"), List.of("box7"));

    @Test
    void shouldCutPathsDownToTheirLastPart() {
        assertThat(names.redact("\"jvm\" : \"/opt/jdk/bin/java\", -Dx=/home/user/src/a/b.options `/home/user` done"))
                .isEqualTo("\"jvm\" : \"java\", -Dx=b.options `user` done");
    }

    @Test
    void shouldReplaceHostNamesOnlyWhereTheyStandAlone() {
        assertThat(names.redact("on box7, box7.local, my-box7, box70"))
                .isEqualTo("on HOST, HOST.local, my-box7, box70");
    }

    @Test
    void shouldKnowThisMachine() throws IOException {
        final String java = System.getProperty("java.home") + "/bin/java";

        assertThat(LocalNames.ofThisMachine().redact(java)).isEqualTo("java");
    }
}
