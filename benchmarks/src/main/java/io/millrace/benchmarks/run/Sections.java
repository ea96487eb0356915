package io.millrace.benchmarks.run;

import io.millrace.benchmarks.aeron.AeronSection;
import io.millrace.benchmarks.archive.ArchiveSection;
import io.millrace.benchmarks.archive.BesideEngineSection;
import io.millrace.benchmarks.archive.CatchUpSection;
import io.millrace.benchmarks.archive.HistorySection;
import io.millrace.benchmarks.endtoend.FloorSection;
import io.millrace.benchmarks.endtoend.LatencySection;
import io.millrace.benchmarks.endtoend.ThroughputSection;
import io.millrace.benchmarks.growth.GrowthSection;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.indicator.IndicatorSection;
import io.millrace.benchmarks.peer.ExchangeCoreSection;
import io.millrace.benchmarks.replay.ReplaySection;
import io.millrace.benchmarks.report.JmhSection;
import io.millrace.benchmarks.startup.StartSection;
import io.millrace.benchmarks.trouble.SnapshotSection;
import io.millrace.benchmarks.trouble.TroubleSection;
import java.util.List;
import java.util.regex.Pattern;

/** Every section of a run, in the order in which they run and are shown. Main thread. */
public final class Sections {
    private static final List<Section> ALL = List.of(
            new ThroughputSection(), //
            new FloorSection(),
            new LatencySection(),
            new IndicatorSection(),
            new ReplaySection(),
            new GrowthSection(),
            new TroubleSection(),
            new ArchiveSection(),
            new CatchUpSection(),
            new BesideEngineSection(),
            new HistorySection(),
            new SnapshotSection(),
            new AeronSection(),
            new StartSection(),
            new ExchangeCoreSection(),
            new JmhSection());

    private Sections() {}

    /** Their names, in order. */
    public static List<String> names() {
        return ALL.stream().map(Section::name).toList();
    }

    /** The sections whose name contains a match. */
    public static List<Section> matching(final Pattern name) {
        return ALL.stream()
                .filter(section -> name.matcher(section.name()).find())
                .toList();
    }
}
