// SPDX-License-Identifier: Apache-2.0
/**
 * The reading of a JDBC URL: its targets, the login in its text, and the part that a log may show.
 *
 * <p>Matching, taking logins out and masking for the log read a URL here, so that they agree on the
 * login. The dialect of a driver matches and takes out. {@link dev.leasehold.inject.url.ShownUrl}
 * masks any URL without a dialect, and shows less than is left ({@code docs/decisions/0200}).
 */
@NullMarked
package dev.leasehold.inject.url;

import org.jspecify.annotations.NullMarked;
