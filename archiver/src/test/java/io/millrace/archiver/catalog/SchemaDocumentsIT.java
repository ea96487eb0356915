package io.millrace.archiver.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the repository about the schema is what the migrations make. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class SchemaDocumentsIT {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    /** Writes the documents anew with {@code -Dmillrace.schema.write=true}, as {@code millrace db dictionary --out archiver/} does. */
    @Test
    @Covers("S2-085")
    void shouldBeCurrent(DatabaseTarget target) throws IOException {
        SchemaDocuments documents = SchemaDocuments.of(target);
        if (Boolean.getBoolean("millrace.schema.write")) {
            documents.write(MODULE);
        }
        String remedy =
                "a migration has changed the schema: run millrace db dictionary --out archiver/ on a migrated database";
        assertThat(SchemaModel.shipped().compare(Catalog.read(target, List.of())))
                .as(remedy)
                .isEmpty();
        assertThat(MODULE.resolve(SchemaDocuments.MODEL_FILE)).as(remedy).hasContent(documents.model());
        assertThat(MODULE.resolve(SchemaDocuments.DICTIONARY_FILE)).as(remedy).hasContent(documents.dictionary());
        assertThat(MODULE.resolve(SchemaDocuments.DIAGRAM_FILE)).as(remedy).hasContent(documents.diagram());
    }

    @Test
    void shouldTellEveryTableAndColumnInWordsAndEveryTableInThePicture(DatabaseTarget target, @TempDir Path directory)
            throws IOException {
        SchemaDocuments documents = SchemaDocuments.of(target);
        for (CatalogFact fact : Catalog.read(target, List.of())) {
            if (List.of("table", "view").contains(fact.kind())) {
                assertThat(documents.dictionary()).contains("\n### " + fact.name() + "\n");
                assertThat(documents.diagram()).contains(fact.name());
            }
            if (fact.kind().equals("column")) {
                assertThat(documents.dictionary())
                        .contains("| `"
                                + fact.name()
                                        .substring(fact.name().indexOf('.') + 1)
                                        .replace("\"", "") + "`");
            }
        }
        assertThat(documents.dictionary()).doesNotContain("[More]");
        assertThat(documents.write(directory))
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("DICTIONARY.md", "DIAGRAM.svg");
        assertThat(Files.readString(directory.resolve("DIAGRAM.svg")))
                .startsWith("<svg ")
                .endsWith("</svg>\n");
    }
}
