// SPDX-License-Identifier: Apache-2.0
/**
 * The reading of a JDBC URL: its targets, the login in its text, and the part that a log may show.
 *
 * <p>Matching, taking logins out and masking for the log read a URL here, so that they agree.
 */
@NullMarked
package dev.leasehold.inject.url;

import org.jspecify.annotations.NullMarked;
