/**
 * Child processes kept alive for {@code millrace up}: started in order, restarted when they die, stopped in order.
 *
 * <p>Threads: the supervisor's own, one. Allowed dependencies: the JDK and {@code journal.time}.
 */
package io.millrace.tools.supervise;
