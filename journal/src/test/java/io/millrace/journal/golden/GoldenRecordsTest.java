package io.millrace.journal.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.record.RecordKind;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GoldenRecordsTest {
    private static final int CURRENT = MessageHeaderDecoder.SCHEMA_VERSION;

    @BeforeAll
    static void writeWhatIsMissing() {
        if (Boolean.getBoolean(GoldenFiles.WRITE_PROPERTY)) {
            GoldenFiles.writeMissing(GoldenFiles.schemaFile(CURRENT), GoldenFiles.read(GoldenFiles.CURRENT_SCHEMA));
            for (final RecordKind kind : RecordKind.values()) {
                GoldenFiles.writeMissing(kind.label(), GoldenRecord.encode(kind));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEncodeTheGoldenBytes(final RecordKind kind) {
        assertThat(HexFormat.of().formatHex(GoldenRecord.encode(kind)))
                .isEqualTo(HexFormat.of().formatHex(GoldenFiles.bytes(CURRENT, kind.label())));
    }

    @ParameterizedTest
    @MethodSource("versionsAndKinds")
    void shouldDecodeTheGoldenBytesOfEachVersion(final int version, final RecordKind kind) {
        final GoldenRecord record = new GoldenRecord(GoldenFiles.schema(version), kind);
        assertThat(record.decode(GoldenFiles.bytes(version, kind.label()))).containsExactlyEntriesOf(record.expected());
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeAChangeInTheFirstOrTheLastField(final RecordKind kind) {
        final GoldenRecord record = new GoldenRecord(GoldenFiles.schema(CURRENT), kind);
        final byte[] bytes = GoldenFiles.bytes(CURRENT, kind.label());
        // The first field that follows the SBE header is the sequence, the last bytes belong to the last field.
        for (final int at : new int[] {MessageHeaderDecoder.ENCODED_LENGTH, bytes.length - 1}) {
            final byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThat(record.decode(changed)).isNotEqualTo(record.expected());
        }
    }

    @Test
    void shouldHaveAKindForEachMessageOfTheSchema() {
        final Schema schema = Schema.parse(GoldenFiles.read(GoldenFiles.CURRENT_SCHEMA));
        assertThat(schema.messages().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RecordKind.values())
                        .map(RecordKind::templateId)
                        .toList());
        for (final RecordKind kind : RecordKind.values()) {
            assertThat(kind.label())
                    .isEqualTo(schema.messages().get(kind.templateId()).name());
            assertThat(RecordKind.of(kind.templateId())).isEqualTo(kind);
            final RecordKind.Category expected = kind.templateId() < 32
                    ? RecordKind.Category.INPUT
                    : kind.templateId() < 64 ? RecordKind.Category.OUTPUT : RecordKind.Category.CONTROL;
            assertThat(kind.category()).isEqualTo(expected);
        }
        assertThat(RecordKind.of(-1)).isNull();
        assertThat(RecordKind.of(0)).isNull();
        assertThat(RecordKind.of(96)).isNull();
    }

    @Test
    void shouldSayHowToWriteWhatIsMissing() {
        assertThatThrownBy(() -> GoldenFiles.bytes(CURRENT, "NoSuchKind"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no golden file")
                .hasMessageContaining("-Dmillrace.golden.write=true");
    }

    @Test
    void shouldNeverWriteOverAGoldenFile() throws Exception {
        final byte[] before = Files.readAllBytes(GoldenFiles.hexFile(CURRENT, "Trade"));
        GoldenFiles.writeMissing("Trade", new byte[] {1, 2, 3});
        assertThat(Files.readAllBytes(GoldenFiles.hexFile(CURRENT, "Trade"))).isEqualTo(before);
    }

    static Stream<Arguments> versionsAndKinds() {
        return GoldenFiles.versions().stream()
                .flatMap(version -> Arrays.stream(RecordKind.values())
                        .filter(kind -> GoldenFiles.schema(version).messages().containsKey(kind.templateId()))
                        .map(kind -> Arguments.of(version, kind)));
    }
}
