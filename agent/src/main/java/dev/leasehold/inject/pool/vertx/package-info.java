// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of the pool of Vert.x's SQL clients.
 *
 * <ul>
 *   <li>Vert.x's pool | {@code vertx-pg-client} 4.4.2 | evicted by a round of the pool's own
 *       eviction, as if its greatest lifetime had come | lent to no other borrower, and evicted
 *       when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.vertx;

import org.jspecify.annotations.NullMarked;
