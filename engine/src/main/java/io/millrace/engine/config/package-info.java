/**
 * The engine's configuration: immutable, validated records read from HOCON, and the canonical text of what shapes outputs.
 *
 * <p>Any thread; used at start-up and when a configuration record is replayed. Allowed dependencies: {@code engine.rule} and
 * {@code engine.indicator} for what rules and indicators there are, Typesafe Config, zero-allocation-hashing.
 */
package io.millrace.engine.config;
