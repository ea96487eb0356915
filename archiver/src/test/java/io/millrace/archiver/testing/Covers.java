package io.millrace.archiver.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the requirements that a test proves: one that would fail if the requirement were broken. On a class it speaks for all its tests.
 *
 * <p>A requirement is named by its line, {@code "S1-065"}, or a run of lines, {@code "S1-070..074"}. The table of what is covered by what is
 * {@code archiver/COVERAGE.md}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Covers {
    /** Lines and runs of lines. */
    String[] value();
}
