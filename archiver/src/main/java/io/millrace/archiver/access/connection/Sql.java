package io.millrace.archiver.access.connection;

import com.google.errorprone.annotations.CompileTimeConstant;
import io.millrace.archiver.access.operation.OperationType;

/**
 * A statement that stands in the source as a constant. Immutable.
 *
 * <p>The compiler check {@code CompileTimeConstant} lets nothing else in, and there is no other way to make one: so no
 * statement can hold what a caller gave. Values come in as named parameters, {@code :name}.
 */
public final class Sql {
    private final OperationType type;
    private final String text;

    private Sql(OperationType type, String text) {
        this.type = type;
        this.text = text.strip();
    }

    public static Sql select(@CompileTimeConstant String text) {
        return new Sql(OperationType.SELECT, text);
    }

    public static Sql insert(@CompileTimeConstant String text) {
        return new Sql(OperationType.INSERT, text);
    }

    public static Sql update(@CompileTimeConstant String text) {
        return new Sql(OperationType.UPDATE, text);
    }

    public static Sql delete(@CompileTimeConstant String text) {
        return new Sql(OperationType.DELETE, text);
    }

    /** Calls a function of the schema. */
    public static Sql call(@CompileTimeConstant String text) {
        return new Sql(OperationType.CALL, text);
    }

    /** The same statement without the rows that it gives back, for batches, which take none. */
    public Sql withoutReturning() {
        int end = text.lastIndexOf("\nRETURNING ");
        return end < 0 ? this : new Sql(type, text.substring(0, end));
    }

    public OperationType type() {
        return type;
    }

    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
