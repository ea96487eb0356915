package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.tools.testing.CliRun;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TortureCommandTest {
    @TempDir
    Path directory;

    private final List<String> ran = new CopyOnWriteArrayList<>();

    /** A fault of this test: counts, and breaks what it is told to break. */
    private final class Small implements Fault {
        private final String name;
        private final int badRound;
        private final String obstacle;
        private CyclicBarrier meeting;
        private Lane lane = Lane.LIVE;

        Small(String name, int badRound, String obstacle) {
            this.name = name;
            this.badRound = badRound;
            this.obstacle = obstacle;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return "does little";
        }

        @Override
        public int rounds(Effort effort) {
            return effort == Effort.FULL ? 8 : 3;
        }

        @Override
        public String obstacle() {
            return obstacle;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public void round(Round round) throws Exception {
            if (meeting != null) {
                meeting.await(10, TimeUnit.SECONDS);
            }
            ran.add(name + " " + round.number() + " " + round.random().nextInt(1_000_000));
            Files.writeString(round.directory().resolve("left"), "something");
            round.count(Figure.EVENTS_ACKNOWLEDGED, 10);
            Invariant.I1.require(round.number() != badRound, "a watermark of 7\nand a journal that ends at 5");
        }

        @Override
        public Map<String, Object> conclude() {
            return Map.of("most", ran.size());
        }
    }

    private List<Fault> faults() {
        return List.of(new Small("good", -1, null), new Small("bad", 2, null), new Small("far", -1, "no such machine"));
    }

    private CliRun run(String... arguments) {
        return run(faults(), arguments);
    }

    private CliRun run(List<Fault> faults, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CliContext context = new CliContext(new PrintWriter(out), new PrintWriter(err), false, new Shutdown());
        Failures failures = new Failures(context);
        picocli.CommandLine command =
                new picocli.CommandLine(new TortureCommand(context, (shared, leftovers) -> faults));
        command.setExecutionExceptionHandler(failures);
        command.setParameterExceptionHandler(failures);
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--work", directory.resolve("work").toString()));
        int exitCode = command.execute(words.toArray(String[]::new));
        context.out().flush();
        context.err().flush();
        return new CliRun(exitCode, out.toString(), err.toString());
    }

    @Test
    void shouldEndWithOneAndTheSeedWhenAnInvariantBreaks() throws IOException {
        Path report = directory.resolve("report.md");
        CliRun run = run("--seed", "4711", "--report", report.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("NOT clean", "FAILED bad round 2", "I1 (what was acknowledged stays): a watermark of 7 and a")
                .contains("millrace torture --fault bad --round 2 --seed 4711")
                .contains("SKIPPED", "far: no such machine");
        assertThat(run.err()).contains("torture: FAILED bad round 2", "torture: SKIPPED far: no such machine");
        assertThat(directory.resolve("work/bad-2/left"))
                .as("what the failed round left")
                .exists();
        assertThat(directory.resolve("work/bad-1")).doesNotExist();
        assertThat(directory.resolve("work/shared")).doesNotExist();
        assertThat(report)
                .content()
                .contains("--quick --seed 4711", "**NOT clean**", "| events acknowledged before a fault | 60 |");
    }

    @Test
    void shouldRepeatExactlyOneRound() {
        run("--seed", "4711");
        List<String> first = List.copyOf(ran);
        ran.clear();
        CliRun again = run("--seed", "4711", "--fault", "good", "--round", "1", "--json");
        assertThat(again.exitCode()).isZero();
        assertThat(ran).hasSize(1).first().satisfies(each -> assertThat(first).contains(each));
        ran.clear();
        run("--seed", "4712", "--fault", "good", "--round", "1");
        assertThat(ran).hasSize(1);
        assertThat(first).doesNotContain(ran.get(0));
    }

    @Test
    void shouldPrintOneObjectWithAllFigures() throws IOException {
        CliRun run = run("--full", "--seed", "7", "--json", "--fault", "bad");
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode object = JsonMapper.builder().build().readTree(run.out());
        assertThat(object.path("clean").asBoolean()).isFalse();
        assertThat(object.path("effort").asText()).isEqualTo("full");
        assertThat(object.path("rounds").asInt()).isEqualTo(8);
        assertThat(object.path("eventsAcknowledged").asInt()).isEqualTo(80);
        JsonNode bad = object.path("faults").path(0);
        assertThat(bad.path("details").path("most").asInt()).isEqualTo(8);
        assertThat(bad.path("failures").path(0).path("invariant").asText()).isEqualTo("I1");
    }

    @Test
    void shouldRunTheLanesSideBySideAndEachInItsOrder() {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
        Small live = new Small("live", -1, null);
        Small offline = new Small("offline", 1, null);
        offline.lane = Fault.Lane.OFFLINE;
        // Each round waits for one of the other lane.
        live.meeting = new CyclicBarrier(2);
        offline.meeting = live.meeting;

        CliRun run = run(List.of(live, offline), "--seed", "4711");

        assertThat(run.out()).contains("FAILED offline round 1").doesNotContain("FAILED live");
        for (String each : List.of("live", "offline")) {
            assertThat(ran.stream().filter(one -> one.startsWith(each + " ")).map(one -> one.split(" ", -1)[1]))
                    .containsExactly("0", "1", "2");
        }
    }

    @Test
    void shouldEndWithNothingWhenAllIsWell() {
        CliRun run = run("--fault", "good,far");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Clean: ").contains("seed");
        assertThat(directory).as("nothing is left").isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--quick --full",
                "--fault nosuch",
                "--round 1",
                "--fault good --round 8",
                "--minutes 0",
                "--fault good,bad --round 1"
            })
    void shouldRefuseWhatMakesNoSense(String arguments) {
        CliRun run = run(arguments.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).hasSize(1);
        assertThat(ran).isEmpty();
        assertThat(directory.resolve("work")).doesNotExist();
    }
}
