package io.millrace.tools.torture;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** One round: its seed, the directory that it owns and its figures. One thread. */
public final class Round {

    private final int number;
    private final long seed;
    private final Path directory;
    private final SplittableRandom random;
    private final Map<Figure, Long> figures = new EnumMap<>(Figure.class);

    /**
     * @param number counts the rounds of a fault from 0; faults with a list of cases take it as the index
     * @param directory exists, is empty, and is deleted after the round unless the round fails
     */
    public Round(final int number, final long seed, final Path directory) {
        this.number = number;
        this.seed = seed;
        this.directory = directory;
        this.random = new SplittableRandom(seed);
    }

    /** The number of the round within its fault, from 0. */
    public int number() {
        return number;
    }

    /** What repeats the round. */
    public long seed() {
        return seed;
    }

    /** Where the round may write. */
    public Path directory() {
        return directory;
    }

    /** The only source of chance of the round. */
    public SplittableRandom random() {
        return random;
    }

    /** Adds to a figure. */
    public void count(final Figure figure, final long amount) {
        figures.merge(figure, amount, Long::sum);
    }

    /** The figures so far. */
    public Map<Figure, Long> figures() {
        return figures;
    }
}
