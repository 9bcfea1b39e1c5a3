// SPDX-License-Identifier: Apache-2.0
/**
 * The events of a lease's life as lines of the log, on standard error.
 *
 * <p>The application's logging is not touched: it may not be there yet, or be set up later.
 */
@NullMarked
package dev.leasehold.observe;

import org.jspecify.annotations.NullMarked;
