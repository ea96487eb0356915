package io.millrace.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.benchmarks.Smoke;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.support.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ExchangeCoreSectionTest {
    /** The build of the product downloads nothing for a peer: only where a run of the section has brought it, it is tried. */
    @Test
    void shouldRunThePublishedArtifact() throws Exception {
        final Path library =
                Repository.root().resolve("benchmarks/peer/exchange-core/target/lib/exchange-core-0.5.3.jar");
        assumeTrue(
                Files.exists(library), "exchange-core was never brought here: benchmarks/bin/bench exchange-core does");

        final SectionResult result = Smoke.run(new ExchangeCoreSection());

        assertThat(result.rows()).extracting(Row::key).containsExactly("exchange-core.median.10000");
        assertThat(result.rows().get(0).notes()).isEqualTo("2000 commands, 0 refused");
    }
}
