/**
 * The faults that need live processes: engines, archivers and a PostgreSQL server that are killed, starved or cut off, and
 * checked afterwards.
 *
 * <p>Every engine and archiver is a process of its own, started as the launcher starts it. Nothing here runs inside of them,
 * but for {@code SoakEngine}, which is the feed of a soak.
 */
package io.millrace.tools.torture.live;
