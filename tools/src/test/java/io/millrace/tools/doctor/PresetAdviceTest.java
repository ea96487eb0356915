package io.millrace.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.Preset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PresetAdviceTest {
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    @Test
    void shouldSpinOnlyWhereFourCoresAreFree() {
        expect(Preset.LATENCY, new MachineFacts(8, 1.5, UNLIMITED, List.of(), "tsc"));
        expect(Preset.LATENCY, new MachineFacts(4, -1, UNLIMITED, List.of(), ""));
        expect(Preset.SHARED_CORES, new MachineFacts(2, 0, UNLIMITED, List.of(), "tsc"));
        expect(Preset.SHARED_CORES, new MachineFacts(8, 5, UNLIMITED, List.of(), "tsc"));
        expect(Preset.SHARED_CORES, new MachineFacts(16, 0, 3, List.of(), "tsc"));
    }

    @Test
    void shouldSpinOnIsolatedCpus() {
        expect(Preset.LATENCY, new MachineFacts(2, 2, UNLIMITED, List.of(2, 3), "tsc"));
        expect(Preset.SHARED_CORES, new MachineFacts(2, 2, UNLIMITED, List.of(3), "tsc"));
        expect(Preset.SHARED_CORES, new MachineFacts(2, 2, 1.5, List.of(2, 3), "tsc"));
    }

    @Test
    void shouldNotSpinWithASlowClock() {
        expect(Preset.SHARED_CORES, new MachineFacts(16, 0, UNLIMITED, List.of(2, 3), "hpet"));
    }

    @Test
    void shouldSayWhatItHasSeen() {
        assertThat(PresetAdvice.of(new MachineFacts(8, 5.25, 6, List.of(7), "tsc"))
                        .reason())
                .contains("8 cores, load 5.3, quota 6.0 cores, isolated [7], clock tsc")
                .contains("need 4 free cores");
    }

    @Test
    void shouldReadTheQuotaOfBothHierarchies() {
        assertThat(MachineFacts.quotaCores("150000 100000", " ")).isEqualTo(1.5);
        assertThat(MachineFacts.quotaCores("max 100000", " ")).isInfinite();
        assertThat(MachineFacts.quotaCores("", "200000 100000")).isEqualTo(2);
        assertThat(MachineFacts.quotaCores("", "-1 100000")).isInfinite();
        assertThat(MachineFacts.quotaCores("", " ")).isInfinite();
    }

    private static void expect(Preset preset, MachineFacts facts) {
        assertThat(PresetAdvice.of(facts).preset()).as(facts.toString()).isEqualTo(preset);
    }
}
