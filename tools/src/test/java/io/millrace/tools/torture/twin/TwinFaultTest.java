package io.millrace.tools.torture.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TwinFaultTest {
    private static final long SEED = 20_261_121;

    @TempDir
    private Path directory;

    static IntStream rounds() {
        int count = Integer.getInteger("millrace.rounds.twin", new TwinFault().rounds(Effort.VERIFY));
        return IntStream.range(0, count);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void shouldAgreeWithItsTwinAndWithTheReference(int number) throws Exception {
        Path work = Files.createDirectories(directory.resolve("round"));
        Round round = new Round(number, SEED + number, work);
        TwinFault.of(Effort.VERIFY).round(round);
        Map<Figure, Long> figures = round.figures();
        assertThat(figures.get(Figure.KILLS)).as("%s", figures).isGreaterThan(5);
        assertThat(figures.get(Figure.CORRUPTIONS_INJECTED)).isEqualTo(figures.get(Figure.CORRUPTIONS_DETECTED));
    }

    @Test
    void shouldSeeEachKindOfDifference() throws IOException {
        List<List<TwinEvent>> market = List.of(TwinMarket.lane(6_000, new SplittableRandom(SEED)));
        TwinOutputs all = NaiveReference.of(market);
        assertThat(all.bars()).hasSizeGreaterThan(100);
        assertThat(all.values()).hasSizeGreaterThan(500);
        assertThat(all.decisions().values().stream()
                        .map(TwinOutputs.Decision::reason)
                        .collect(Collectors.toSet()))
                .contains("NONE")
                .hasSizeGreaterThan(2);
        assertThat(all.differenceFrom(all)).isNull();
        assertThat(new TwinOutputs(without(all.bars(), 7), all.values(), all.decisions()).differenceFrom(all))
                .startsWith("bar ");
        assertThat(all.differenceFrom(new TwinOutputs(without(all.bars(), 7), all.values(), all.decisions())))
                .startsWith("bar ");
        assertThat(new TwinOutputs(all.bars(), without(all.values(), 99), all.decisions()).differenceFrom(all))
                .startsWith("value ");
        assertThat(new TwinOutputs(all.bars(), all.values(), without(all.decisions(), 1)).differenceFrom(all))
                .startsWith("signal ");
        Map<TwinOutputs.ValueKey, Double> nearly = new LinkedHashMap<>(all.values());
        nearly.replaceAll((key, value) -> value * (1 + 1e-12));
        assertThat(new TwinOutputs(all.bars(), nearly, all.decisions()).differenceFrom(all))
                .isNull();
        nearly.replaceAll((key, value) -> value * (1 + 1e-8));
        assertThat(new TwinOutputs(all.bars(), nearly, all.decisions()).differenceFrom(all))
                .startsWith("value ");
        // One trade that is lost changes bars.
        List<TwinEvent> fewer = new ArrayList<>(market.get(0));
        fewer.remove(fewer.stream()
                .filter(each -> !each.quote())
                .skip(300)
                .findFirst()
                .orElseThrow());
        assertThat(NaiveReference.of(List.of(fewer)).differenceFrom(all)).isNotNull();
    }

    private static <K, V> Map<K, V> without(Map<K, V> outputs, int index) {
        Map<K, V> rest = new LinkedHashMap<>(outputs);
        rest.remove(rest.keySet().stream().skip(index).findFirst().orElseThrow());
        return rest;
    }
}
