// SPDX-License-Identifier: Apache-2.0
/**
 * What a JDBC URL says: where it leads, which of its text is a login, what may be shown of it.
 *
 * <p>Matching, taking logins out and masking for the log read a URL here, so that they agree.
 */
@NullMarked
package dev.leasehold.inject.url;

import org.jspecify.annotations.NullMarked;
