// SPDX-License-Identifier: Apache-2.0
/**
 * What happens in a lease's life, made visible: so far, lines on standard error.
 *
 * <p>The application's logging is not touched: it may not be there yet, or be set up later.
 */
@NullMarked
package dev.leasehold.observe;

import org.jspecify.annotations.NullMarked;
