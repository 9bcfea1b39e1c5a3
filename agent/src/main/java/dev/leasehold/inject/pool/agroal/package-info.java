// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of Agroal.
 *
 * <ul>
 *   <li>Agroal | {@code agroal-pool} 1.5 | flushed one by one | the pool treats it as if its {@code
 *       maxLifetime} had come; closed when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.agroal;

import org.jspecify.annotations.NullMarked;
