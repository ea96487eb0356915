package io.millrace.tools.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SupervisorTest {
    @TempDir
    Path directory;

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final Supervisor supervisor = new Supervisor(Clocks.monotonic(), events::add);

    private SupervisedChild child(String name, String script, boolean endsByItself) {
        return new SupervisedChild(name, List.of("sh", "-c", script), directory.resolve(name + ".log"), endsByItself);
    }

    @Test
    void shouldStartAgainWhatDies() {
        SupervisedChild once =
                child("once", "test -e " + directory + "/seen || { touch " + directory + "/seen; exit 9; }", true);
        supervisor.add(once, () -> true);
        Optional<SupervisedChild> failed = supervisor.run(() -> once.state() == SupervisedChild.State.DONE);
        assertThat(failed).isEmpty();
        assertThat(once.starts()).isEqualTo(2);
        assertThat(events).anyMatch(each -> each.contains("exit code 9") && each.contains("starting again"));
    }

    @Test
    void shouldGiveUpOnWhatDiesTooOften() {
        SupervisedChild mortal = child("mortal", "exit 1", true);
        supervisor.add(mortal, () -> true);
        assertThat(supervisor.run(() -> false)).containsSame(mortal);
        assertThat(mortal.starts()).isEqualTo(6);
        assertThat(mortal.exitCode()).isEqualTo(1);
    }

    @Test
    void shouldNotTryAgainWhatCannotBeMended() {
        for (int code = 2; code <= 4; code++) {
            SupervisedChild hopeless = child("hopeless" + code, "exit " + code, true);
            Supervisor own = new Supervisor(Clocks.monotonic(), events::add);
            own.add(hopeless, () -> true);
            assertThat(own.run(() -> false)).containsSame(hopeless);
            assertThat(hopeless.starts()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeAnEndForADeathWhereWorkNeverEnds() {
        SupervisedChild endless = child("endless", "exit 0", false);
        supervisor.add(endless, () -> true);
        supervisor.run(() -> endless.starts() == 2);
        assertThat(events).anyMatch(each -> each.contains("endless ended with exit code 0"));
    }

    @Test
    void shouldStopInOrderAndKeepLogs() throws IOException {
        String script = "trap 'echo %s >> " + directory + "/order; exit 0' TERM; echo up; while :; do sleep 0.1; done";
        supervisor.add(child("first", String.format(script, "first"), true), () -> true);
        supervisor.add(child("second", String.format(script, "second"), true), () -> true);
        supervisor.run(() -> log("first").contains("up") && log("second").contains("up"));
        assertThat(Files.readAllLines(directory.resolve("order"))).containsExactly("first", "second");
    }

    @Test
    void shouldWaitUntilAChildMayStart() {
        boolean[] ready = new boolean[1];
        SupervisedChild late = child("late", "sleep 60", true);
        int[] looks = new int[1];
        supervisor.add(late, () -> ready[0]);
        supervisor.run(() -> {
            assertThat(late.state() == SupervisedChild.State.WAITING).isEqualTo(!ready[0] || late.starts() == 0);
            ready[0] = ++looks[0] > 3;
            return late.starts() == 1;
        });
        assertThat(looks[0]).isGreaterThan(4);
    }

    private String log(String name) {
        try {
            return Files.readString(directory.resolve(name + ".log"));
        } catch (IOException notYet) {
            return "";
        }
    }
}
