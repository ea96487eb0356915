package io.millrace.engine.config;

import java.util.List;

/** Makes the records of the section {@code aeron}. Any thread; every failure is a {@link ConfigurationError}. */
final class AeronConfigReader {
    private AeronConfigReader() {}

    static AeronConfig read(Section aeron) {
        aeron.requireKnown(List.of("driver", "directory", "term-length", "idle", "egress", "ingress"));
        AeronConfig.DriverKind driver = aeron.choice("driver", AeronConfig.DriverKind.class);
        String directory = aeron.text("directory", "must be auto or the path of a directory");
        int termLengthBytes = aeron.whole("term-length", AeronConfig.TERM_LENGTH);
        AeronConfig.IdleKind idle = aeron.choice("idle", AeronConfig.IdleKind.class);
        EgressConfig egress = egress(aeron.child("egress"));
        IngressConfig ingress = ingress(aeron.child("ingress"));
        return aeron.build(() -> new AeronConfig(driver, directory, termLengthBytes, idle, egress, ingress));
    }

    private static EgressConfig egress(Section egress) {
        egress.requireKnown(List.of("enabled", "channel", "stream-id", "signals", "bars"));
        boolean enabled = egress.flag("enabled");
        String channel = egress.text("channel", "must be the name of an Aeron channel");
        int streamId = egress.whole("stream-id", AeronAddress.STREAM_ID);
        boolean signals = egress.flag("signals");
        boolean bars = egress.flag("bars");
        return egress.build(() -> new EgressConfig(enabled, new AeronAddress(channel, streamId), signals, bars));
    }

    private static IngressConfig ingress(Section ingress) {
        ingress.requireKnown(List.of("when-full", "clock", "clock-delay", "max-ahead"));
        IngressConfig.FullAnswer whenFull = ingress.choice("when-full", IngressConfig.FullAnswer.class);
        IngressConfig.TickSource clock = ingress.choice("clock", IngressConfig.TickSource.class);
        int clockDelayMs = ingress.whole("clock-delay", IngressConfig.CLOCK_DELAY);
        int maxAheadMs = ingress.whole("max-ahead", IngressConfig.MAX_AHEAD);
        return ingress.build(() -> new IngressConfig(whenFull, clock, clockDelayMs, maxAheadMs));
    }
}
