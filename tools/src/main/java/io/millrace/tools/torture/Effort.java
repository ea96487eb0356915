package io.millrace.tools.torture;

/** How many rounds of each fault are wanted. */
public enum Effort {
    /** Within {@code mvn verify}. */
    VERIFY,
    /** A few minutes. */
    QUICK,
    /** The run that RELIABILITY.md reports. */
    FULL
}
