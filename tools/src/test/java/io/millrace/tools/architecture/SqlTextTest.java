package io.millrace.tools.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.testing.Covers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A statement is a constant: nothing but constants is put together, and nothing is formatted into it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SqlTextTest {
    private static final String LITERAL = "\"(?:\\\\.|[^\"\\\\\\n])*\"";
    private static final String OPERAND = "(?:" + LITERAL + "|[\\w.]+(?:\\([^()]*\\))?)";
    private static final Pattern CONCATENATION = Pattern.compile(OPERAND + "(?:\\s*\\+\\s*" + OPERAND + ")+");
    private static final Pattern PART = Pattern.compile(OPERAND);
    private static final Pattern CONSTANT = Pattern.compile("(?:\\w+\\.)*[A-Z][A-Z0-9_]*");
    private static final Pattern STATEMENT = Pattern.compile(
            "\\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|TRUNCATE|COPY|WITH|GRANT|REVOKE|REINDEX|SET|CALL|DO) .*",
            Pattern.DOTALL);
    private static final Pattern FORMATTED = Pattern.compile(
            "(?:format\\(\\s*(?:[\\w.]+,\\s*)?|)(" + LITERAL + "|\"\"\"(?s:.*?)\"\"\")(\\s*\\.formatted\\()?");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m:^\\s*//.*$)");

    /** Names that are made by the program and quoted by the driver, or come from a list in the program; and one message. */
    private static final Set<String> LOOKED_AT = Set.of(
            "SchemaCheck.java: quoted", "ArchivedRows.java: table", "TableSink.java: table", "TableSink.java: stored");

    @Test
    @Covers("S2-113")
    void shouldPutTogetherNoStatementFromValues() {
        List<String> found = new ArrayList<>();
        int statements = 0;
        for (Path module : SourceTree.modules()) {
            for (Path file : SourceTree.javaFiles(module.resolve("src/main/java"))) {
                statements += check(file.getFileName().toString(), SourceTree.read(file), found);
            }
        }
        assertThat(statements).isGreaterThan(10);
        assertThat(found).isSubsetOf(LOOKED_AT);
    }

    @Test
    void shouldFindWhatIsPutTogether() {
        List<String> found = new ArrayList<>();
        check("A", "x = \"SELECT a FROM \" + table;", found);
        check("B", "x = \"DELETE FROM t WHERE x = '\"\n  + value() + \"'\";", found);
        check("C", "x = String.format(\"SELECT %s\", name);", found);
        check("D", "x = \"UPDATE t SET x = %d\".formatted(name);", found);
        check("E", "x = \"SELECT \" + COLUMNS + \" FROM t WHERE a = ?\" + Other.ORDER;", found);
        check("F", "// x = \"SELECT \" + name\nlog.info(\"Select one: \" + name);", found);
        assertThat(found).containsExactly("A: table", "B: value()", "C: format", "D: format");
    }

    /** Adds what is wrong; returns how many statements were looked at. */
    private static int check(String name, String source, List<String> found) {
        String code = COMMENT.matcher(source).replaceAll("");
        int statements = 0;
        Matcher concatenations = CONCATENATION.matcher(code);
        while (concatenations.find()) {
            StringBuilder text = new StringBuilder();
            List<String> others = new ArrayList<>();
            Matcher parts = PART.matcher(concatenations.group());
            while (parts.find()) {
                if (parts.group().startsWith("\"")) {
                    text.append(parts.group(), 1, parts.group().length() - 1);
                } else if (!CONSTANT.matcher(parts.group()).matches()) {
                    others.add(parts.group());
                }
            }
            if (STATEMENT.matcher(text).matches()) {
                statements++;
                others.stream().limit(1).forEach(other -> found.add(name + ": " + other));
            }
        }
        Matcher literals = FORMATTED.matcher(code);
        while (literals.find()) {
            boolean formatted = literals.group().startsWith("format(") || literals.group(2) != null;
            String text = literals.group(1).replaceAll("^\"+", "");
            if (formatted && STATEMENT.matcher(text).matches()) {
                found.add(name + ": format");
            }
        }
        return statements;
    }
}
