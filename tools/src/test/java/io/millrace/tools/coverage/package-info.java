/** Which test proves which requirement of the archive. */
package io.millrace.tools.coverage;
