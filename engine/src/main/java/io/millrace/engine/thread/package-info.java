/**
 * How the threads of an engine share processors with each other and with what else runs: who comes before others, and who gives way.
 *
 * <p>Any thread, mostly for itself. Depends on nothing of the engine. What the system refuses stays as it was.
 */
package io.millrace.engine.thread;
