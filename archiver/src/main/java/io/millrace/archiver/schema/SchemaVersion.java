package io.millrace.archiver.schema;

import java.util.List;

/**
 * Where the schema of a database stands. Immutable, any thread.
 *
 * @param current version of the newest migration that is applied; empty where there is none
 * @param applied version and description of each, in order
 * @param pending what this version of the program would apply still
 */
public record SchemaVersion(String current, List<String> applied, List<String> pending) {}
