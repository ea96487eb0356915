package io.millrace.engine.rule;

import io.millrace.engine.indicator.Indicator;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * An indicator together with the place of its slice in every instrument's block.
 *
 * <p>Any thread. No allocation when read.
 *
 * @param indicator knows how to read the slice
 * @param offset of the slice in the block, bytes
 */
public record BoundIndicator(Indicator indicator, int offset) {
    public BoundIndicator {
        Objects.requireNonNull(indicator, "indicator");
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
    }

    boolean warm(DirectBuffer block) {
        return indicator.warm(block, offset);
    }

    long barCount(DirectBuffer block) {
        return indicator.barCount(block, offset);
    }

    double output(DirectBuffer block, int index) {
        return indicator.output(block, offset, index);
    }
}
