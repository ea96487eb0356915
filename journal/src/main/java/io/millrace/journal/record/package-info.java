/**
 * Record kinds, fixed-point numbers and digests: what every reader and writer of the journal shares.
 *
 * <p>Any thread; nothing here keeps state. Knows only the generated codecs.
 */
package io.millrace.journal.record;
