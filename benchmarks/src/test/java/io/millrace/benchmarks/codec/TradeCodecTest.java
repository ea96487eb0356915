package io.millrace.benchmarks.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Allocations;
import io.millrace.benchmarks.support.TradeRecord;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TradeCodecTest {
    private final TradeCodecBenchmark codec = new TradeCodecBenchmark();

    @Test
    void shouldEncodeATradeOfTheStandardSize() {
        final var encoded = codec.encode();

        assertThat(TradeRecord.BYTES).isEqualTo(80);
        assertThat(Records.templateId(encoded, TradeRecord.BYTES)).isEqualTo(RecordKind.TRADE.templateId());
        assertThat(Records.sequence(encoded, TradeRecord.BYTES)).isEqualTo(1);
    }

    @Test
    void shouldAllocateNothing() {
        final long[] sum = new long[1];
        assertThat(Allocations.bestOf(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        sum[0] += codec.encode().capacity() + codec.decode();
                    }
                }))
                .isZero();
        assertThat(sum[0]).isNotZero();
    }
}
