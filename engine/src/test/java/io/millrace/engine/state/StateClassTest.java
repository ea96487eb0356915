package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import net.openhft.chronicle.map.ChronicleMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The class that the build compiles for the state map is there, and is the one that the map uses. */
@Timeout(60)
class StateClassTest {
    @Test
    void shouldNotNeedTheCompilerAtTheStart() throws ClassNotFoundException {
        ChronicleMap.of(Integer.class, byte[].class)
                .entries(1)
                .constantValueSizeBySample(new byte[8])
                .create()
                .close();
        final Class<?> used = Class.forName("net.openhft.chronicle.hash.VanillaGlobalMutableState$$Native");
        // A class that was compiled at run time has no source that it came from, or that of the library.
        assertThat(used.getProtectionDomain().getCodeSource().getLocation())
                .isEqualTo(MapStateStore.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
    }
}
