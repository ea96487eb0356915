/** What the database itself makes of the history: partitions, candles, statistics, and what was known when. */
package io.millrace.archiver.history;
