package io.millrace.journal.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.golden.Schema.Block;
import io.millrace.journal.golden.Schema.Field;
import io.millrace.journal.golden.Schema.Message;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SchemaRulesTest {
    private static final String VENUE_CODE_END = "0 where none.\"/>\n  </sbe:message>\n\n  <sbe:message name=\"Quote\"";

    private static final int CURRENT = MessageHeaderDecoder.SCHEMA_VERSION;

    private final String xml = GoldenFiles.read(GoldenFiles.CURRENT_SCHEMA);
    private final Schema schema = Schema.parse(xml);

    @Test
    void shouldKeepWhatEachReleasedVersionPromised() {
        for (final int version : GoldenFiles.versions()) {
            assertThat(SchemaRules.violations(GoldenFiles.schema(version), schema))
                    .as("schema version %d", version)
                    .isEmpty();
        }
    }

    @Test
    void shouldPlaceFieldsWhereTheGeneratedCodecsDo() throws ReflectiveOperationException {
        for (final Message message : schema.messages().values()) {
            final Class<?> codec = Class.forName("io.millrace.journal.codec." + message.name() + "Decoder");
            requireOffsets(codec, message.block());
            for (final var group : message.block().groups().entrySet()) {
                final String name = GoldenRecord.name(group.getKey());
                final String nested = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Decoder";
                requireOffsets(Class.forName(codec.getName() + "$" + nested), group.getValue());
            }
        }
    }

    @Test
    void shouldStartEachBodyWithSequenceAndEventTime() {
        for (final Message message : schema.messages().values()) {
            assertThat(message.block().fields().subList(0, 2))
                    .extracting(Field::name)
                    .as(message.name())
                    .isEqualTo(List.of("sequence", "eventTimeNs"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            name="price" id="10" type="int64"    | name="price" id="10" type="int32"     | field Trade.price
            name="price" id="10"                 | name="price" id="14"                  | field Trade.price
            name="price" id="10"                 | name="cost" id="10"                   | field Trade.price
            <field name="instrumentId" id="4" type="int32"/> | | field InstrumentDefined.instrumentId
            <validValue name="BUYER">1           | <validValue name="BUYER">3            | value Aggressor.BUYER
            <validValue name="BUYER">1</validValue> | | value Aggressor.BUYER
            name="Name16" primitiveType="char" length="16" | name="Name16" primitiveType="char" length="20" | type Name16
            <data name="config" id="5"           | <data name="config" id="6"            | data of ConfigChanged
            name="Quote" id="3"                  | name="Quote" id="30"                  | message Quote is gone
            id="7117"                            | id="7118"                             | schema id
            byteOrder="littleEndian"             | byteOrder="bigEndian"                 | byte order
            version="3"                          | version="0"                           | schema version went back
            name="output" id="9" type="uint16"   | name="output" id="9" type="uint32"    | 7 values groupSizeEncoding.output
            <validValue name="REQUESTED">        | <validValue name="LOST">9</validValue><validValue name="REQUESTED"> | value StopReason.LOST is new: raise
            <sbe:message name="Quote"            | <sbe:message name="Extra" id="31"></sbe:message><sbe:message name="Quote" | message Extra is new: raise
            """)
    void shouldFindAChangeOfWhatWasReleased(final String was, final String is, final String expected) {
        assertThat(violationsOf(was.strip(), is == null ? "" : is.strip()))
                .anySatisfy(violation -> assertThat(violation).contains(expected));
    }

    @Test
    void shouldTakeAnOptionalFieldAtTheEndOfANewerVersionOnly() {
        final String added = "<field name=\"extra\" id=\"14\" type=\"int64\"";
        final String next = " sinceVersion=\"" + (CURRENT + 1) + "\"";
        assertThat(violationsWithField(added + "/>", CURRENT))
                .hasSize(2)
                .anySatisfy(violation -> assertThat(violation).contains("needs sinceVersion"))
                .anySatisfy(violation -> assertThat(violation).contains("must be optional"));
        assertThat(violationsWithField(added + next + " presence=\"optional\"/>", CURRENT))
                .hasSize(1);
        assertThat(violationsWithField(added + next + " presence=\"optional\"/>", CURRENT + 1))
                .isEmpty();
    }

    private List<String> violationsWithField(final String field, final int version) {
        assertThat(xml).contains(VENUE_CODE_END);
        final String changed = xml.replace(
                        VENUE_CODE_END, VENUE_CODE_END.replace("/>\n  </sbe", "/>\n" + field + "\n  </sbe"))
                .replace("version=\"" + CURRENT + "\"\n", "version=\"" + version + "\"\n");
        return SchemaRules.violations(GoldenFiles.schema(CURRENT), Schema.parse(changed));
    }

    private List<String> violationsOf(final String was, final String is) {
        assertThat(xml).contains(was);
        return SchemaRules.violations(
                GoldenFiles.schema(CURRENT), Schema.parse(xml.replaceFirst(Pattern.quote(was), is)));
    }

    private static void requireOffsets(final Class<?> codec, final Block block) throws ReflectiveOperationException {
        for (final Field field : block.fields()) {
            assertThat(codec.getMethod(field.name() + "EncodingOffset").invoke(null))
                    .as("%s.%s", codec.getSimpleName(), field.name())
                    .isEqualTo(field.offset());
        }
    }
}
