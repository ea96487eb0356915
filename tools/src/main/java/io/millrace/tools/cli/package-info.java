/**
 * The {@code millrace} command: one class per subcommand, the options they share, how failures become exit codes and how
 * reports become text or JSON.
 *
 * <p>Threads: commands run on the main thread; a signal asks them to stop through {@link io.millrace.tools.cli.Shutdown}.
 * Allowed dependencies: everything in this module, engine, journal and archiver; nothing depends on it.
 */
package io.millrace.tools.cli;
