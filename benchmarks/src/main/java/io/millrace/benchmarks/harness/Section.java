package io.millrace.benchmarks.harness;

/**
 * One part of a benchmark run: measures ours and what it is held against in turns, and hands the figures back.
 *
 * <p>Sections run one after the other on the main thread, each on an otherwise idle machine: whatever threads and files a
 * section makes have ended and gone when it returns, also when it throws. What it throws fails the section, not the run.
 */
public interface Section {
    /** A short name in lower case and dashes, which the command line selects by. */
    String name();

    /**
     * Measures.
     *
     * @param bench effort, scratch directory and progress of this run
     */
    SectionResult run(Bench bench) throws Exception;
}
