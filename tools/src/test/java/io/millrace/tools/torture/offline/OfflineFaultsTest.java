package io.millrace.tools.torture.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of the package, as many rounds as a build takes. Each has a process and a journal of its own, so two run at a time. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class OfflineFaultsTest {
    private static final long SEED = 20_261_121;

    @TempDir
    Path work;

    static Stream<Named<Fault>> faults() {
        int count = OfflineFaults.all().size();
        return IntStream.range(0, count)
                .mapToObj(number -> OfflineFaults.all().get(number))
                .map(fault -> Named.of(fault.name(), fault));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldHoldEveryInvariant(Fault fault) throws Exception {
        assertThat(fault.obstacle()).isNull();
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        int rounds = fault.rounds(Effort.VERIFY);
        for (int number = 0; number < rounds; number++) {
            Path directory = Files.createDirectory(work.resolve("round-" + number));
            Round round = new Round(number, SEED * 1_000 + number, directory);
            fault.round(round);
            round.figures().forEach((figure, amount) -> figures.merge(figure, amount, Long::sum));
            delete(directory);
        }
        long injected = figures.getOrDefault(Figure.CORRUPTIONS_INJECTED, 0L);
        assertThat(figures.getOrDefault(Figure.CORRUPTIONS_DETECTED, 0L)
                        + figures.getOrDefault(Figure.CORRUPTIONS_HARMLESS, 0L))
                .as("%s: %s", fault.name(), figures)
                .isEqualTo(injected);
        assertThat(figures.getOrDefault(Figure.EVENTS_LOST, 0L)).isZero();
        assertThat(figures.getOrDefault(Figure.EVENTS_DOUBLED, 0L)).isZero();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
