package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tools.testing.CliRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a tree of its own, whose path has a space, with a Maven that only pretends: it copies the real jars. So the
 * launcher's own decisions are tested, and no real build runs inside the build.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LauncherIT {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    Path directory;

    private Path root;
    private Path fakeBin;

    @BeforeEach
    void makeATree() throws IOException {
        root = directory.resolve("a tree");
        fakeBin = Files.createDirectories(directory.resolve("bin"));
        copy(MODULE.resolve("bin/millrace"), root.resolve("tools/bin/millrace"));
        copy(MODULE.resolve("../journal/jvm/base.options"), root.resolve("journal/jvm/base.options"));
        copy(MODULE.resolve("../journal/jvm/java24.options"), root.resolve("journal/jvm/java24.options"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        for (String module : List.of("journal", "engine", "archiver", "tools")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private void fakeMaven(String... lines) throws IOException {
        Path maven = fakeBin.resolve("mvn");
        Files.writeString(
                maven, "#!/bin/sh\necho \"$@\" >>" + directory + "/calls\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Makes what a build makes, out of what the build that runs this test has made. */
    private void mavenThatBuilds(String first) throws IOException {
        fakeMaven(
                first,
                "mkdir -p tools/target/lib",
                "cp " + MODULE + "/target/lib/*.jar tools/target/lib/",
                "cp " + MODULE + "/target/millrace-tools-*.jar tools/target/");
    }

    private List<String> calls() throws IOException {
        Path calls = directory.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private CliRun launch(Map<String, String> environment, Path command, String... arguments) throws Exception {
        Process process = start(environment, command, arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new CliRun(process.waitFor(), out, err);
    }

    private Process start(Map<String, String> environment, Path command, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        Map<String, String> all = new TreeMap<>();
        all.put("PATH", fakeBin + ":/usr/bin:/bin");
        all.put("HOME", directory.toString());
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(all);
        return builder.start();
    }

    private Path launcher() {
        return root.resolve("tools/bin/millrace");
    }

    @Test
    void shouldBuildOnceAndStartFromAnywhereThroughALink() throws Exception {
        mavenThatBuilds("true");
        Path link = Files.createSymbolicLink(directory.resolve("link"), launcher());
        CliRun first = launch(Map.of(), link, "--version");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("millrace ");
        assertThat(first.err()).contains("building", "built in");
        assertThat(calls()).singleElement().asString().contains("-Dquick", "-DskipTests", "package", "-pl tools -am");

        CliRun second = launch(Map.of(), launcher(), "--version");
        assertThat(second.err()).as("nothing to build, nothing to say").isEmpty();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewerAndOnlyThen() throws Exception {
        mavenThatBuilds("true");
        launch(Map.of(), launcher(), "--version");
        Files.writeString(root.resolve("tools/target/lib/note.txt"), "only target has changed");
        Files.createDirectories(root.resolve("engine/src/test/java"));
        Files.writeString(root.resolve("engine/src/test/java/A.java"), "class A {}");
        launch(Map.of(), launcher(), "--version");
        assertThat(calls()).hasSize(1);

        Path source = Files.writeString(root.resolve("engine/src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        launch(Map.of(), launcher(), "--version");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void shouldTakeABuildOfMavenItselfForFresh() throws Exception {
        mavenThatBuilds("true");
        launch(Map.of(), launcher(), "--version");
        Path source = Files.writeString(root.resolve("engine/src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        Path mark = Files.writeString(root.resolve("tools/target/classpath.txt"), "");
        Files.setLastModifiedTime(mark, FileTime.from(Instant.now().plusSeconds(10)));
        launch(Map.of(), launcher(), "--version");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void shouldBuildOnceWhenTwoStartTogether() throws Exception {
        mavenThatBuilds("sleep 2");
        List<Process> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(start(Map.of(), launcher(), "--version"));
        }
        for (Process each : both) {
            String out = new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(each.waitFor()).isZero();
            assertThat(out).startsWith("millrace ");
        }
        assertThat(calls()).hasSize(1);
    }

    @Test
    void shouldShowTheEndOfAFailedBuildAndWhereTheRestIs() throws Exception {
        fakeMaven("echo '[INFO] noise'; echo '[ERROR] /x/A.java:[3,1] cannot find symbol'; exit 1");
        CliRun run = launch(Map.of(), launcher(), "--version");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("[ERROR] /x/A.java:[3,1] cannot find symbol")
                .contains("the build failed", "launcher-build.log")
                .doesNotContain("noise");
        assertThat(run.out()).isEmpty();
        assertThat(launch(Map.of(), launcher(), "--version").exitCode())
                .as("tried again")
                .isEqualTo(1);
        assertThat(calls()).hasSize(2);
    }

    @Test
    void shouldSayWhatToInstallWhenMavenIsNotThere() throws Exception {
        Path bare = Files.createDirectories(directory.resolve("bare"));
        for (String tool : List.of("bash", "env", "readlink", "dirname", "find", "head", "sed", "mkdir")) {
            Files.createSymbolicLink(bare.resolve(tool), which(tool));
        }
        CliRun run = launch(Map.of("PATH", bare.toString()), launcher(), "--version");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains("Maven").contains("install");
    }

    private static Path which(String tool) {
        return Stream.of("/usr/bin", "/bin")
                .map(place -> Path.of(place, tool))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldRefuseAJavaHomeThatIsNoUseInOneLine() throws Exception {
        Path old = Files.createDirectories(directory.resolve("old/bin")).getParent();
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(old.resolve("bin/javac"), java);
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\nMODULES=\"java.base jdk.compiler\"\n");
        refused("is Java 11", old);

        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"1.8.0_292\"\n");
        refused("is Java 8", old);

        Files.delete(old.resolve("bin/javac"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.2\"\nMODULES=\"java.base\"\n");
        refused("has no Java compiler", old);

        refused("holds no Java", directory.resolve("nowhere"));
    }

    private void refused(String message, Path javaHome) throws Exception {
        CliRun run = launch(Map.of("JAVA_HOME", javaHome.toString()), launcher(), "--version");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains(message, "JDK 17");
        assertThat(calls()).isEmpty();
    }

    @Test
    void shouldFindAJdkOnThePathWithoutJavaHome() throws Exception {
        mavenThatBuilds("true");
        Files.createSymbolicLink(fakeBin.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        CliRun run = launch(Map.of("JAVA_HOME", ""), launcher(), "--version");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Java " + Runtime.version().feature());
    }

    @Test
    void shouldPassFlagsAndArgumentsOn() throws Exception {
        mavenThatBuilds("true");
        CliRun run = launch(
                Map.of("MILLRACE_JAVA_OPTS", "-Xmx200m -Dmillrace.engine.ring.size=100"),
                launcher(),
                "run",
                "--synthetic",
                "1",
                "--data",
                directory.resolve("data with space").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("millrace.engine.ring.size");
        CliRun doctor = launch(Map.of("MILLRACE_JAVA_OPTS", "-Xmx200m"), launcher(), "doctor", "--json");
        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        assertThat(doctor.out()).contains("all that Chronicle and Agrona need").doesNotContain("\"problem\"");
    }
}
