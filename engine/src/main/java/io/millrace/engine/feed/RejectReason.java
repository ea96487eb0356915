package io.millrace.engine.feed;

/** Why a line was rejected. Nothing of a rejected line reaches the engine. */
public enum RejectReason implements Outcome {
    MALFORMED_LINE("malformed-line"),
    MALFORMED_NUMBER("malformed-number"),
    /** NaN or an infinity. */
    NOT_FINITE("not-finite"),
    /** A zero or negative price. */
    BAD_PRICE("bad-price"),
    /** A negative quantity, or a trade of nothing. */
    BAD_QUANTITY("bad-quantity"),
    /** A value that the exponents of the instrument cannot hold exactly. */
    DOES_NOT_FIT("does-not-fit"),
    /** A bar whose low is above, or whose high is below, its open or close. */
    INCONSISTENT_BAR("inconsistent-bar"),
    BAD_TIME("bad-time"),
    UNKNOWN_SYMBOL("unknown-symbol"),
    BAD_UTF8("bad-utf8"),
    LINE_TOO_LONG("line-too-long"),
    /** The compressed file ends too early; the line is the one that was cut. */
    TRUNCATED("truncated"),
    /** The compressed file is damaged; the line is the first that could not be read whole. */
    CORRUPT("corrupt");

    private final String label;

    RejectReason(String label) {
        this.label = label;
    }

    /** Name for people and for JSON. */
    public String label() {
        return label;
    }
}
