package io.millrace.engine.config;

/**
 * A configuration record was given a value that it does not allow. The reader of files turns it into a
 * {@link ConfigurationError} that says where the value stands. Any thread.
 */
final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String allowed;

    /** As the other one, for a number. */
    InvalidValueException(String key, double value, String allowed) {
        this(key, Double.isFinite(value) ? Quantities.numberText(value) : Double.toString(value), allowed);
    }

    /**
     * Describes the value.
     *
     * @param key of the value within its section of the configuration
     * @param value as it was given
     * @param allowed half a sentence that says what is allowed: {@code must be ...}
     */
    InvalidValueException(String key, Object value, String allowed) {
        super(key + " = " + value + ": " + allowed);
        this.key = key;
        this.allowed = allowed;
    }

    String key() {
        return key;
    }

    String allowed() {
        return allowed;
    }
}
