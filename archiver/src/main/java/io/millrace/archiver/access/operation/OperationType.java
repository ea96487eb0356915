package io.millrace.archiver.access.operation;

/** What an operation does to the database. */
public enum OperationType {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    /** Calls a function of the schema. */
    CALL,
    /** Begins, commits or rolls back. */
    TRANSACTION,
    /** Takes a connection from the pool, or opens one. */
    CONNECT,
    /** Checks values before the database sees them. */
    VALIDATE
}
