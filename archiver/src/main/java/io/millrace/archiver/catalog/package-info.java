/**
 * What the live catalog of a database holds, compared with what the migrations make, and told in words and as a picture.
 *
 * <p>Any thread; every class opens its own connection and only reads. Knows {@code database}.
 */
package io.millrace.archiver.catalog;
