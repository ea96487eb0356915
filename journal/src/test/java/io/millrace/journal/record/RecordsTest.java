package io.millrace.journal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.SignalEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RecordsTest {
    private static final int OFFSET = 24;
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ClockAdvancedEncoder.BLOCK_LENGTH;

    // Digests stand in journals: a change of these is a change of the format.
    private static final long FOLDED = -6888637816005532120L;
    private static final long HASHED = -4138087851802281992L;
    private static final long MIXED = 6018027439040311425L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(256));

    @Test
    void shouldReadWhatAllRecordsHaveInCommon() {
        clockAdvanced(5, 77);
        assertThat(Records.templateId(buffer, OFFSET)).isEqualTo(ClockAdvancedEncoder.TEMPLATE_ID);
        assertThat(Records.blockLength(buffer, OFFSET)).isEqualTo(ClockAdvancedEncoder.BLOCK_LENGTH);
        assertThat(Records.sequence(buffer, OFFSET)).isEqualTo(5);
        assertThat(Records.eventTimeNs(buffer, OFFSET)).isEqualTo(77);
        Records.sequence(buffer, OFFSET, 6);
        assertThat(Records.sequence(buffer, OFFSET)).isEqualTo(6);
    }

    @Test
    void shouldTellAFeedStatusOfTheEngineFromOneOfAFeed() {
        final FeedStatusEncoder status =
                new FeedStatusEncoder().wrapAndApplyHeader(buffer, OFFSET, new MessageHeaderEncoder());
        status.origin(FeedOrigin.FEED);
        assertThat(Records.categoryOf(buffer, OFFSET)).isEqualTo(RecordKind.Category.INPUT);
        status.origin(FeedOrigin.ENGINE);
        assertThat(Records.categoryOf(buffer, OFFSET)).isEqualTo(RecordKind.Category.OUTPUT);
        buffer.putShort(OFFSET + 2, (short) 31);
        assertThat(Records.categoryOf(buffer, OFFSET)).isNull();
    }

    @Test
    void shouldFoldAllButTheSequenceAndInOrder() {
        clockAdvanced(5, 77);
        final long digest = fold(1);
        Records.sequence(buffer, OFFSET, 6);
        assertThat(fold(1)).isEqualTo(digest);
        assertThat(fold(2)).isNotEqualTo(digest);
        clockAdvanced(5, 78);
        final long other = fold(1);
        assertThat(other).isNotEqualTo(digest);
        final long secondThenFirst = fold(other);
        clockAdvanced(5, 77);
        assertThat(fold(other)).isNotEqualTo(secondThenFirst);
        buffer.putShort(OFFSET + 2, (short) 6);
        assertThat(fold(1)).as("another kind with the same body").isNotEqualTo(digest);
    }

    @Test
    void shouldGiveTheSameDigestOnEachMachineAndVersion() {
        clockAdvanced(5, 77);
        assertThat(fold(0)).isEqualTo(FOLDED);
        // The header names the schema's version; the hash is that of a record of the first one.
        Records.schemaVersion(buffer, OFFSET, 1);
        assertThat(Records.hash(buffer, OFFSET, LENGTH)).isEqualTo(HASHED);
        assertThat(Records.fold(3, 4)).isEqualTo(MIXED);
    }

    @Test
    void shouldLeaveFieldsOfALaterSchemaOutOfTheDigestWhileTheyHaveNoValue() {
        final SignalEncoder signal = new SignalEncoder()
                .wrapAndApplyHeader(buffer, OFFSET, new MessageHeaderEncoder())
                .cmsScore(Double.NaN)
                .sentimentComponent(Double.NaN)
                .technicalComponent(Double.NaN)
                .regimeComponent(Double.NaN);
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + SignalEncoder.BLOCK_LENGTH;
        final int before = MessageHeaderEncoder.ENCODED_LENGTH + SignalEncoder.cmsScoreEncodingOffset();
        assertThat(Records.significantLength(buffer, OFFSET, length)).isEqualTo(before);
        assertThat(Records.significantLength(buffer, OFFSET, before)).isEqualTo(before);
        final long withoutValue = Records.foldDigest(1, buffer, OFFSET, length);
        assertThat(withoutValue).isEqualTo(Records.foldDigest(1, buffer, OFFSET, before));
        signal.regimeComponent(0.0);
        assertThat(Records.significantLength(buffer, OFFSET, length)).isEqualTo(length);
        assertThat(Records.foldDigest(1, buffer, OFFSET, length)).isNotEqualTo(withoutValue);
    }

    private long fold(final long digest) {
        return Records.foldDigest(digest, buffer, OFFSET, LENGTH);
    }

    private void clockAdvanced(final long sequence, final long eventTimeNs) {
        new ClockAdvancedEncoder()
                .wrapAndApplyHeader(buffer, OFFSET, new MessageHeaderEncoder())
                .sequence(sequence)
                .eventTimeNs(eventTimeNs)
                .receiveTimeNs(99);
    }
}
