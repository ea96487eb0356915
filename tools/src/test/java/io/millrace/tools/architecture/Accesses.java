package io.millrace.tools.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;
import java.util.function.Predicate;

/** Predicates over single calls, constructor calls, field reads and method references. */
final class Accesses {
    private Accesses() {}

    /** A member of a class, by their exact names; a method reference counts as well as a call. */
    static DescribedPredicate<JavaAccess<?>> to(Class<?> owner, String... members) {
        Set<String> names = Set.of(members);
        return to(owner, names::contains, "one of " + names);
    }

    static DescribedPredicate<JavaAccess<?>> to(Class<?> owner, Predicate<String> member, String description) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + " " + description,
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && member.test(access.getTarget().getName()));
    }

    /** The constructor without arguments. */
    static DescribedPredicate<JavaAccess<?>> toPlainConstructor(Class<?> owner) {
        return DescribedPredicate.describe(
                "new " + owner.getSimpleName() + "()",
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget codeUnit
                        && codeUnit.getName().equals("<init>")
                        && codeUnit.getRawParameterTypes().isEmpty());
    }
}
