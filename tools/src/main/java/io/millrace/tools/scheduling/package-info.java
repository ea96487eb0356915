/**
 * How the processes beside an engine share the processors with it.
 *
 * <p>Threads: each class says its own rule. Allowed dependencies: the JDK and {@code engine.thread}.
 */
package io.millrace.tools.scheduling;
