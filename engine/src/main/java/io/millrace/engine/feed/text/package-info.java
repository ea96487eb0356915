/**
 * Reading fields, numbers, times and flat JSON straight from bytes, without objects.
 *
 * <p>Owned by the feed thread. Depends on {@code journal.record} for fixed-point numbers, on nothing else.
 */
package io.millrace.engine.feed.text;
