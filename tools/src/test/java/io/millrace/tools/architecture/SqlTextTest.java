package io.millrace.tools.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CompileTimeConstant;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import io.millrace.archiver.testing.Covers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No statement is put together from what a caller gave: values are bound, and the text of a statement is a constant. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Covers("S2-113")
class SqlTextTest {
    private static final String ACCESS = ProductClasses.BASE + ".archiver.access";
    private static final String SQL = ACCESS + ".connection.Sql";
    private static final String TEXT = "(?s:\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\")";

    private static final Pattern STATEMENT = Pattern.compile(
            "(?s)(?:\"\"\"\\s*|\")\\s*(?i:select\\s|insert\\s+into\\b|update\\s+[\\w.]+\\s+set\\b"
                    + "|delete\\s+from\\b|(?:create|alter|drop|truncate)\\s+(?:or\\s+|replace\\s+|unique\\s+)*"
                    + "(?:table|database|tablespace|index|role|view|function|schema|system|user)\\b|copy\\s+\\w*\"|grant\\s|revoke\\s|set\\s+role\\b)");

    private static final Pattern LITERAL = Pattern.compile(TEXT);
    private static final Pattern PLUS = Pattern.compile("\\s*\\+\\s*");
    private static final Pattern CONSTANT = Pattern.compile("(?:[A-Z]\\w*\\.)?[A-Z][A-Z0-9_]*\\b(?!\\s*[(.])");
    private static final Pattern FORMATTED =
            Pattern.compile("\\s*\\.\\s*(?:formatted|replace|replaceAll|concat)\\s*\\(");

    /** Statements about tables, partitions, databases and roles whose name cannot be bound; each names only what this program made. */
    private static final Set<String> NAMES_ONLY = Set.of(
            "archiver/catalog/SchemaCheck.java",
            "archiver/schema/TickPartitions.java",
            "archiver/sink/TableSink.java",
            "archiver/verify/ArchivedRows.java",
            "benchmarks/archive/ArchiveServer.java",
            "benchmarks/archive/CopyTape.java",
            "tools/database/EmbeddedDatabase.java",
            "tools/database/ScratchServer.java");

    private static final int LEAST_STATEMENTS = 40;

    @Test
    void shouldTakeOnlyConstantsForStatements() {
        JavaClass sql = ProductClasses.all().get(SQL);
        List<JavaMethod> factories = sql.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.STATIC))
                .filter(method -> method.getRawReturnType().equals(sql))
                .toList();
        assertThat(factories).hasSizeGreaterThanOrEqualTo(5);
        for (JavaMethod factory : factories) {
            for (JavaParameter parameter : factory.getParameters()) {
                assertThat(parameter.isAnnotatedWith(CompileTimeConstant.class))
                        .as(factory.getFullName() + " takes a constant, which the compiler checks")
                        .isTrue();
            }
        }
        assertThat(sql.getConstructors())
                .allSatisfy(made -> assertThat(made.getModifiers()).contains(JavaModifier.PRIVATE));
    }

    @Test
    void shouldReachTheDatabaseThroughStatementsOnly() {
        noClasses()
                .that()
                .resideInAPackage(ACCESS + "..")
                .and()
                .resideOutsideOfPackages(ACCESS + ".connection", ACCESS + ".error")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..", "com.zaxxer..")
                .because("a repository that could reach a connection could run any text")
                .check(ProductClasses.all());
    }

    @Test
    void shouldPutNoStatementTogetherFromVariables() {
        Set<String> wrong = new TreeSet<>();
        int statements = 0;
        for (Path module : SourceTree.modules()) {
            Path main = module.resolve("src/main/java");
            for (Path file : SourceTree.javaFiles(main)) {
                String name = main.relativize(file).toString().replaceFirst("^io/millrace/", "");
                String source = SourceTree.read(file);
                Matcher statement = STATEMENT.matcher(source);
                while (statement.find()) {
                    statements++;
                    if (!isConstant(source, statement.start()) && !NAMES_ONLY.contains(name)) {
                        wrong.add(name + " line "
                                + source.substring(0, statement.start()).lines().count());
                    }
                }
            }
        }
        assertThat(wrong).as("statements that are put together").isEmpty();
        assertThat(statements).isGreaterThan(LEAST_STATEMENTS);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`run(\"SELECT 1\");`, true",
                "`run(\"SELECT \" + COLUMNS + \" FROM t\");`, true",
                "`run(\"SELECT \"\n + Table.COLUMNS);`, true",
                "`run(\"SELECT \" + columns);`, false",
                "`run(\"SELECT \" + COLUMNS + \" FROM \" + table + \" x\");`, false",
                "`run(\"SELECT \" + COLUMNS.get(1));`, false",
                "`run(\"\"\"\n  SELECT %s\n  \"\"\".formatted(x));`, false",
                "`String.format(\"SELECT %s\", x);`, false",
                "`run(\"SELECT ?\".replace(\"?\", x));`, false",
            })
    void shouldTellAConstantFromWhatIsPutTogether(String source, boolean constant) {
        Matcher statement = STATEMENT.matcher(source);
        assertThat(statement.find()).isTrue();
        assertThat(isConstant(source, statement.start())).isEqualTo(constant);
    }

    private static boolean isConstant(String source, int start) {
        if (source.substring(0, start).matches("(?s).*\\bString\\s*\\.\\s*format\\s*\\(\\s*")) {
            return false;
        }
        int end = endOf(LITERAL, source, start);
        while (endOf(PLUS, source, end) >= 0) {
            int operand = endOf(PLUS, source, end);
            end = Math.max(endOf(LITERAL, source, operand), endOf(CONSTANT, source, operand));
            if (end < 0) {
                return false;
            }
        }
        return endOf(FORMATTED, source, end) < 0;
    }

    /** Where a match that begins at a place ends; -1 where there is none. */
    private static int endOf(Pattern pattern, String source, int start) {
        Matcher matcher = pattern.matcher(source).region(start, source.length());
        return matcher.lookingAt() ? matcher.end() : -1;
    }
}
