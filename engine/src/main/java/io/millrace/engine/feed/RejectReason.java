package io.millrace.engine.feed;

/** Why a line of a file, or a message of a live feed, was rejected. Nothing of it reaches the engine. */
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
    CORRUPT("corrupt"),

    /** A message that is too short, too long, in parts, or whose block has another length than its kind. */
    MALFORMED_MESSAGE("malformed-message"),
    /** A message of another schema, or of a version that this engine does not read. */
    WRONG_SCHEMA("wrong-schema"),
    /** A kind of message that no feed may send. */
    UNKNOWN_KIND("unknown-kind"),
    /** A value outside of its enumeration. */
    BAD_VALUE("bad-value"),
    /** The sender has not defined the instrument. */
    UNKNOWN_INSTRUMENT("unknown-instrument"),
    /** A definition that contradicts an earlier one, or that no record can hold. */
    BAD_DEFINITION("bad-definition"),
    /** A numbered feed sent a message without its position. */
    BAD_POSITION("bad-position"),
    /** The engine holds as many instruments or feeds as it may. */
    NO_ROOM("no-room");

    private final String label;

    RejectReason(String label) {
        this.label = label;
    }

    /** Name for people and for JSON. */
    public String label() {
        return label;
    }
}
