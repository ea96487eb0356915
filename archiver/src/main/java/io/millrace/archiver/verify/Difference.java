package io.millrace.archiver.verify;

/** Ends a comparison at the first difference; never leaves the package. */
final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Difference(String message) {
        super(message, null, false, false);
    }
}
