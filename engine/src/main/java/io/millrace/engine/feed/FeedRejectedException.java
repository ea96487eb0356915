package io.millrace.engine.feed;

/** The first rejection of a strict feed; its message is one line. */
public final class FeedRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    /** The rejection that ended the feed. */
    public FeedRejectedException(Rejection rejection) {
        super(rejection + " (strict: stopped; correct it or run without strict)");
        this.rejection = rejection;
    }

    public Rejection rejection() {
        return rejection;
    }
}
