/**
 * A reader of journals that shares no code with the product's: what the fault runner believes, it has read with this.
 *
 * <p>One thread per reading; reads files with plain calls and maps nothing, so a damaged file cannot hurt the reader.
 * Knows the format from FORMAT.md of the journal module and the record layouts from the schema.
 */
package io.millrace.tools.torture.reader;
