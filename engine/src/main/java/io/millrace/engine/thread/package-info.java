/** How threads of the engine share processors with each other. */
package io.millrace.engine.thread;
