package io.millrace.tools.doctor;

import io.millrace.engine.config.Preset;
import java.util.Locale;

/**
 * Which preset of the engine fits this machine, and why. Immutable, any thread.
 *
 * @param preset the one that fits
 * @param reason what was seen
 */
public record PresetAdvice(Preset preset, String reason) {
    private static final double SPINNING_NEEDS_FREE_CORES = 4;
    private static final int PIPELINE_THREADS = 2;

    /** For this machine, as it is now. */
    public static PresetAdvice ofThisMachine() {
        return of(MachineFacts.read());
    }

    static PresetAdvice of(MachineFacts facts) {
        String seen = seen(facts);
        if (!facts.clockSource().isEmpty() && !MachineChecks.GOOD_CLOCK_SOURCES.contains(facts.clockSource())) {
            return new PresetAdvice(
                    Preset.SHARED_CORES, seen + ": reading this clock takes longer than what spinning would save");
        }
        if (facts.isolated().size() >= PIPELINE_THREADS && facts.quotaCores() >= SPINNING_NEEDS_FREE_CORES) {
            return new PresetAdvice(
                    Preset.LATENCY, seen + ": threads can spin on isolated CPUs without taking time from others");
        }
        if (freeCores(facts) >= SPINNING_NEEDS_FREE_CORES) {
            return new PresetAdvice(Preset.LATENCY, seen + ": each thread can spin on a core of its own");
        }
        return new PresetAdvice(
                Preset.SHARED_CORES,
                seen + ": threads that spin need " + (int) SPINNING_NEEDS_FREE_CORES
                        + " free cores, on fewer they take the time of those they wait for");
    }

    private static double freeCores(MachineFacts facts) {
        return Math.min(facts.cores(), facts.quotaCores()) - Math.max(facts.load(), 0);
    }

    private static String seen(MachineFacts facts) {
        return facts.cores()
                + (facts.cores() == 1 ? " core" : " cores")
                + (facts.load() < 0 ? ", load unknown" : String.format(Locale.ROOT, ", load %.1f", facts.load()))
                + (Double.isInfinite(facts.quotaCores())
                        ? ", no quota"
                        : String.format(Locale.ROOT, ", quota %.1f cores", facts.quotaCores()))
                + (facts.isolated().isEmpty() ? ", none isolated" : ", isolated " + facts.isolated())
                + (facts.clockSource().isEmpty() ? "" : ", clock " + facts.clockSource());
    }
}
