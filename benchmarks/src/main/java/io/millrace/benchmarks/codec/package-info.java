/**
 * What the record codec costs above moving the bytes.
 *
 * <p>JMH's thread. Knows the journal's codecs.
 */
package io.millrace.benchmarks.codec;
