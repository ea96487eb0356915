/**
 * Sessions at brokers that survive a restart: kept in the database, and in an environment file for programs that read one. Any
 * thread; above the repositories.
 */
package io.millrace.archiver.access.broker;
