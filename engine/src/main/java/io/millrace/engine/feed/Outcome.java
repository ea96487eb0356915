package io.millrace.engine.feed;

/** What became of one line: taken as an event, rejected for a reason, or of a kind that is not used. */
sealed interface Outcome permits Taken, RejectReason, NotUsed {}
