package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Backoff;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.testing.Warnings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutageTest {
    @RegisterExtension
    private final Warnings said = new Warnings(Archiver.class.getName(), Level.INFO);

    @TempDir
    private Path directory;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final Outage outage =
            new Outage(new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new SplittableRandom(1)), clock);

    @Test
    void shouldSayOnceWhenItBeginsEachMinuteWhileItLastsAndOnceWhenItEnds() {
        outage.begin("refused", 3);
        clock.advance(Duration.ofSeconds(59).toNanos());
        outage.begin("refused", 4);
        clock.advance(Duration.ofSeconds(1).toNanos());
        outage.begin("refused", 5);
        outage.end(70);
        outage.end(71);

        assertThat(said.lines())
                .containsExactly(
                        "refused; trying again until it works",
                        "refused; for 60 s now, 5 records behind",
                        "archiving again, at sequence 70");
    }

    @Test
    void shouldNotSayThatItWorksBeforeItDoes() {
        outage.begin("refused", 3);
        clock.advance(Duration.ofSeconds(9).toNanos());
        outage.forget();

        assertThat(outage.durationNs()).isZero();
        assertThat(outage.reason()).isEmpty();
        assertThat(said.lines()).containsExactly("refused; trying again until it works");
    }

    @Test
    void shouldNotBeOverBecauseAnotherRunBegins() {
        SampleJournal.write(directory, 3, 42, 5, 20);
        DatabaseTarget away = new DatabaseTarget("jdbc:postgresql://localhost:1/none", "u", "");
        ArchiverConfig impatient = ArchiverConfig.defaults().withPatience(Duration.ZERO);
        try (Archiver archiver = Archiver.open(directory, away, impatient)) {
            for (int run = 0; run < 2; run++) {
                assertThatThrownBy(() -> archiver.runOnce(ArchiveProgress.NONE))
                        .isInstanceOf(DatabaseUnavailableException.class);
            }
        }

        assertThat(said.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("cannot archive to localhost:1/none")
                        .endsWith("; trying again until it works"));
    }
}
