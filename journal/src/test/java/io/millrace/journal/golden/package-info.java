/**
 * The bytes and the schema of each released version, frozen, and the tests that hold today's code to them.
 *
 * <p>Test scope. The frozen files lie in {@code src/test/resources/golden/v<version>}.
 */
package io.millrace.journal.golden;
