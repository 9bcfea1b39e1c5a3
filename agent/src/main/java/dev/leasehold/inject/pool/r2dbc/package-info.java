// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of r2dbc-pool, and of the reactor-pool within it.
 *
 * <ul>
 *   <li>r2dbc-pool | {@code r2dbc-pool} 1.0.0.RELEASE | evicted by a round of the pool's own
 *       eviction | the pool's predicate answers that the connection is to go when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.r2dbc;

import org.jspecify.annotations.NullMarked;
