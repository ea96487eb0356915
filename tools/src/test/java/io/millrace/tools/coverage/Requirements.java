package io.millrace.tools.coverage;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.archiver.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of requirements, and the tests that name them. Immutable after reading. */
final class Requirements {
    private static final Pattern NAME = Pattern.compile("S([0-9])-([0-9]{3})(?:\\.\\.([0-9]{3}))?");

    /** By name, because the classes of the test library are not among those that are looked at. */
    private static final Set<String> TEST_ANNOTATIONS = Set.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.params.ParameterizedTest");

    private final Map<String, String> meanings = new TreeMap<>();
    private final Map<String, TreeSet<String>> tests = new TreeMap<>();
    private final List<String> mistakes = new ArrayList<>();

    /** Reads the list, and every annotation of the test classes on the class path. */
    Requirements(Path list) throws IOException {
        for (String line : Files.readAllLines(list)) {
            if (!line.startsWith("#") && !line.isBlank()) {
                int space = line.indexOf(' ');
                meanings.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        JavaClasses classes = new ClassFileImporter().importPackages("io.millrace.archiver", "io.millrace.tools");
        for (JavaClass each : classes) {
            read(each);
        }
    }

    private void read(JavaClass type) {
        boolean hasTest = type.getAllMethods().stream().anyMatch(Requirements::isTest);
        if (type.isAnnotatedWith(Covers.class)) {
            add(type.getAnnotationOfType(Covers.class), simpleName(type), hasTest);
        }
        for (JavaMethod method : type.getMethods()) {
            if (method.isAnnotatedWith(Covers.class)) {
                add(
                        method.getAnnotationOfType(Covers.class),
                        simpleName(type) + "." + method.getName(),
                        isTest(method));
            }
        }
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(each -> TEST_ANNOTATIONS.contains(each.getRawType().getName()));
    }

    private static String simpleName(JavaClass type) {
        return type.getName().substring(type.getName().lastIndexOf('.') + 1).replace('$', '.');
    }

    private void add(Covers covers, String test, boolean isTest) {
        if (!isTest) {
            mistakes.add(test + " is annotated and is no test");
        }
        for (String text : covers.value()) {
            Matcher name = NAME.matcher(text);
            if (!name.matches()) {
                mistakes.add(test + " names '" + text + "': write S1-065 or S1-070..074");
                continue;
            }
            int first = Integer.parseInt(name.group(2));
            int last = name.group(3) == null ? first : Integer.parseInt(name.group(3));
            if (last < first) {
                mistakes.add(test + " names '" + text + "', which is empty");
            }
            for (int number = first; number <= last; number++) {
                String line = String.format(Locale.ROOT, "S%s-%03d", name.group(1), number);
                if (!meanings.containsKey(line)) {
                    mistakes.add(test + " names " + line + ", which is not in the list");
                }
                tests.computeIfAbsent(line, key -> new TreeSet<>()).add(test);
            }
        }
    }

    /** What is wrong with the annotations themselves. */
    List<String> mistakes() {
        return mistakes;
    }

    /** Lines that no test names. */
    List<String> open() {
        return meanings.keySet().stream()
                .filter(line -> !tests.containsKey(line))
                .map(line -> line + " " + meanings.get(line))
                .toList();
    }

    int size() {
        return meanings.size();
    }

    /** The table, in Markdown. */
    String table() {
        StringBuilder text = new StringBuilder("# What the archive is asked for, and what proves it\n\n");
        text.append(
                "Written by `mvn -pl tools -am verify -Dtest=CoverageTest -Dmillrace.coverage.write=true` from the annotations of the"
                        + " tests: do not edit. ");
        text.append(meanings.size() - open().size()).append(" of ").append(meanings.size());
        text.append(
                " lines have a test that fails when the line is broken.\n\n| line | what | tests |\n|---|---|---|\n");
        meanings.forEach((line, meaning) -> text.append("| ")
                .append(line)
                .append(" | ")
                .append(meaning)
                .append(" | ")
                .append(String.join(", ", tests.getOrDefault(line, new TreeSet<>())))
                .append(" |\n"));
        return text.toString();
    }
}
