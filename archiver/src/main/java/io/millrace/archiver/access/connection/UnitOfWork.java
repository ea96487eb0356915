package io.millrace.archiver.access.connection;

import org.jdbi.v3.core.Handle;

/** An open transaction of one thread, with whatever has joined it. The thread that opened it. */
final class UnitOfWork {
    final Handle handle;
    final long number;
    private Identity identity = Identity.NONE;
    private RuntimeException failure;

    UnitOfWork(Handle handle, long number) {
        this.handle = handle;
        this.number = number;
    }

    /** A part has failed: the whole must not commit, whatever the caller makes of the exception. */
    void fail(RuntimeException reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** The first failure; null where there is none. */
    RuntimeException failure() {
        return failure;
    }

    Identity identity() {
        return identity;
    }

    void identity(Identity now) {
        identity = now;
    }
}
