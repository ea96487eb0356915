package io.millrace.engine.feed;

/** The line gave an event. */
enum Taken implements Outcome {
    TAKEN
}
