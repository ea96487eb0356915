/**
 * The house rules as tests: which module and package may know which, what the hot path may not do, what stands beside the
 * code. They live in tools because only tools sees every module that ships. Test code; runs on the test thread; may depend
 * on ArchUnit and on nothing of the product: the classes are read, not used.
 */
package io.millrace.tools.architecture;
