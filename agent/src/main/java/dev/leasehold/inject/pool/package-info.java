// SPDX-License-Identifier: Apache-2.0
/**
 * The part that all pool integrations share: the description of a pool, which is held weakly.
 *
 * <ul>
 *   <li>a wrapping driver or data source in a pool | any | as the pool does it: the physical
 *       connection inside is retired | the same
 *   <li>any other pool, or a version with other internals | any | dropped by the pool if it
 *       validates connections before it lends them, else aborted at the end of its lease | the same
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool;

import org.jspecify.annotations.NullMarked;
