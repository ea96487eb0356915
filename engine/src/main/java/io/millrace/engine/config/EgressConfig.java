package io.millrace.engine.config;

import java.util.Objects;

/**
 * What is published after commit, and where. Immutable; any thread.
 *
 * @param enabled whether anything is
 * @param address where
 * @param signals whether Signal records are
 * @param bars whether BarClosed records are
 */
public record EgressConfig(boolean enabled, AeronAddress address, boolean signals, boolean bars) {
    public EgressConfig {
        Objects.requireNonNull(address, "address");
        if (enabled && !signals && !bars) {
            throw new InvalidValueException(
                    "enabled", true, "must be false where neither signals nor bars are published");
        }
    }
}
