package io.millrace.tools.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What code that runs for each event may not contain. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HotPathTest {
    /** Their results are the same on every platform and JDK; of the others only StrictMath promises that. */
    private static final Set<String> EXACT_MATH =
            Set.of("abs", "ceil", "floor", "max", "min", "rint", "signum", "sqrt");

    private static final DescribedPredicate<JavaAccess<?>> INEXACT_MATH = Accesses.to(
            Math.class,
            name -> !EXACT_MATH.contains(name)
                    && !name.startsWith("floor")
                    && !name.startsWith("ceil")
                    && !name.endsWith("Exact"),
            "whose last bit depends on the platform");

    private static final DescribedPredicate<JavaAccess<?>> WAITING = Accesses.to(
                    Object.class, "wait", "notify", "notifyAll")
            .or(Accesses.to(Thread.class, "sleep", "join", "yield"))
            .as("a wait");

    @Test
    void shouldNotLog() {
        hotClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(System.Logger.class)
                .check(ProductClasses.all());
    }

    @Test
    void shouldNotStream() {
        hotClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.stream..")
                .check(ProductClasses.all());
    }

    @Test
    void shouldNotLockOrWait() {
        hotClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..")
                .orShould()
                .accessTargetWhere(WAITING)
                .check(ProductClasses.all());
    }

    @Test
    void shouldHaveNoSynchronizedMethod() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(ProductClasses.hotPackages())
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(ProductClasses.all());
    }

    /** A synchronized block leaves no trace in the class model, so the sources are asked. */
    @Test
    void shouldNotSynchronizeInABlock() {
        List<Path> sources = ProductClasses.HOT_PACKAGES.stream()
                .flatMap(
                        name -> SourceTree.javaFiles(SourceTree.root()
                                        .resolve("engine/src/main/java")
                                        .resolve(name.replace('.', '/')))
                                .stream())
                .toList();
        assertThat(sources).hasSizeGreaterThan(ProductClasses.HOT_PACKAGES.size());
        assertThat(sources)
                .allSatisfy(source ->
                        assertThat(SourceTree.withoutComments(source)).doesNotContainPattern("\\bsynchronized\\b"));
    }

    @Test
    void shouldNotIterateInAnyOrder() {
        hotClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.(Hash(Map|Set)|IdentityHashMap|WeakHashMap|concurrent\\.ConcurrentHashMap)")
                .because("their order of iteration is not a property of the input; Agrona's and sorted maps are there")
                .check(ProductClasses.all());
    }

    @Test
    void shouldUseOnlyExactMath() {
        hotClasses()
                .should()
                .accessTargetWhere(INEXACT_MATH)
                .because("replay is bit-identical on every platform; StrictMath has the rest")
                .check(ProductClasses.all());
    }

    private static GivenClassesConjunction hotClasses() {
        return noClasses().that().resideInAnyPackage(ProductClasses.hotPackages());
    }
}
