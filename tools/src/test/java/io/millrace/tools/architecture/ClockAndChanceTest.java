package io.millrace.tools.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replay is bit-identical only when neither a clock nor chance has a say: time is read in one package, chance nowhere in the engine. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClockAndChanceTest {
    private static final DescribedPredicate<JavaAccess<?>> WALL_CLOCK = Accesses.to(
                    System.class, "currentTimeMillis", "nanoTime")
            .or(Accesses.to(Instant.class, "now"))
            .or(Accesses.to(LocalDate.class, "now"))
            .or(Accesses.to(LocalTime.class, "now"))
            .or(Accesses.to(LocalDateTime.class, "now"))
            .or(Accesses.to(OffsetDateTime.class, "now"))
            .or(Accesses.to(ZonedDateTime.class, "now"))
            .or(Accesses.to(Clock.class, name -> name.startsWith("system") || name.startsWith("tick"), "of the system"))
            .or(Accesses.to(Calendar.class, "getInstance"))
            .or(Accesses.toPlainConstructor(Date.class))
            .as("the wall clock or the system's nanosecond counter");

    private static final DescribedPredicate<JavaAccess<?>> CHANCE = Accesses.to(Math.class, "random")
            .or(Accesses.to(StrictMath.class, "random"))
            .or(Accesses.to(UUID.class, "randomUUID"))
            .or(Accesses.toPlainConstructor(Random.class))
            .or(Accesses.toPlainConstructor(SplittableRandom.class))
            .or(Accesses.to(ThreadLocalRandom.class, "current"))
            .as("chance (a generator with a stated seed is none)");

    @Test
    void shouldReadClocksOnlyInTheTimePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.journal.time..")
                .should()
                .accessTargetWhere(WALL_CLOCK)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org\\.agrona\\.concurrent\\.(System|Cached|Offset)\\w*Clock|net\\.openhft\\..*\\.(System|Unique|Perf)\\w*TimeProvider")
                .because("everything else takes a clock from journal.time as an argument")
                .check(ProductClasses.all());
    }

    @Test
    void shouldLeaveNothingToChance() {
        noClasses()
                .that()
                .resideInAnyPackage("io.millrace.journal..", "io.millrace.engine..")
                .should()
                .accessTargetWhere(CHANCE)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .check(ProductClasses.all());
    }
}
