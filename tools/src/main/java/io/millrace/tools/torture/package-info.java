/**
 * The fault runner behind {@code millrace torture}: starts real engines, archivers and databases, hurts them, recovers them
 * and checks the invariants with readers of its own.
 *
 * <p>Nothing of it runs within the process under test. It may use the product's launcher, its record codecs and its file
 * names; what it checks it reads with its own code.
 */
package io.millrace.tools.torture;
