/**
 * From a commit to a subscriber in the same machine, against what Aeron takes for the way alone.
 *
 * <p>The main thread is feed thread and subscriber at once, so that ours and the floor both run on two threads.
 */
package io.millrace.benchmarks.aeron;
