package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.error.ErrorContext;
import io.millrace.archiver.access.error.NullViolationException;
import io.millrace.archiver.access.error.TypeMismatchException;
import io.millrace.archiver.access.operation.Operation;
import io.millrace.archiver.access.operation.OperationType;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Refuses values before the database sees them, with the same kinds of errors as the database. Any thread; immutable.
 * Messages name the column and what it wants, and do not repeat the value.
 */
final class Checks {
    /** {@link UUID#fromString} takes shorter groups as well. */
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final Operation operation;

    Checks(String component, String method) {
        operation = new Operation(component, method, OperationType.VALIDATE);
    }

    Checks required(String column, Object value) {
        if (value == null) {
            throw new NullViolationException("a value is missing", ErrorContext.ofColumn(operation, column), null);
        }
        return this;
    }

    UUID uuid(String column, String text) {
        required(column, text);
        if (!UUID_FORM.matcher(text).matches()) {
            throw mismatch(column, "not a UUID; give 8-4-4-4-12 hexadecimal digits");
        }
        return UUID.fromString(text);
    }

    /** Text that is there, not blank, not too long, and free of the character that PostgreSQL cannot store. */
    Checks text(String column, String value, int maxLength) {
        required(column, value);
        if (value.isBlank()) {
            throw outOfRange(column, "blank text");
        }
        return optionalText(column, value, maxLength);
    }

    Checks optionalText(String column, String value, int maxLength) {
        if (value != null) {
            if (value.codePointCount(0, value.length()) > maxLength) {
                throw mismatch(column, "longer than " + maxLength + " characters");
            }
            if (value.indexOf('\0') >= 0) {
                throw mismatch(column, "holds the character 0");
            }
        }
        return this;
    }

    /** One of some words. */
    Checks oneOf(String column, String value, Collection<String> known) {
        required(column, value);
        if (!known.contains(value)) {
            throw outOfRange(column, "none of " + known.stream().sorted().toList());
        }
        return this;
    }

    Checks texts(String column, Collection<String> values, int maxLength) {
        required(column, values);
        values.forEach(value -> text(column, value, maxLength));
        return this;
    }

    /** A number within bounds, or none; NaN is no number. */
    Checks range(String column, Double value, double least, double most) {
        if (value != null) {
            if (value.isNaN()) {
                throw mismatch(column, "not a number");
            }
            if (value < least || value > most) {
                throw outOfRange(column, "outside of " + least + " to " + most);
            }
        }
        return this;
    }

    /** Any finite number, or none. */
    Checks finite(String column, Double value) {
        return range(column, value, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    Checks whole(String column, Number value, long least, long most) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            throw outOfRange(column, "outside of " + least + " to " + most);
        }
        return this;
    }

    Checks positive(String column, BigDecimal value) {
        if (value != null && value.signum() <= 0) {
            throw outOfRange(column, "not above zero");
        }
        return this;
    }

    /** A rule of the row as a whole. */
    Checks rule(String column, boolean holds, String words) {
        if (!holds) {
            throw outOfRange(column, words);
        }
        return this;
    }

    TypeMismatchException mismatch(String column, String words) {
        return new TypeMismatchException(words, ErrorContext.ofColumn(operation, column), null);
    }

    private ConstraintViolationException outOfRange(String column, String words) {
        return new ConstraintViolationException(words, ErrorContext.ofColumn(operation, column), null);
    }
}
