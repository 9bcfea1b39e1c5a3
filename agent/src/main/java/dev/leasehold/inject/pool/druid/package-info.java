// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of Druid.
 *
 * <ul>
 *   <li>Druid | {@code druid} 1.0.31 | taken out of the array, under the pool's lock | discarded
 *       when it comes back, after its rollback
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.druid;

import org.jspecify.annotations.NullMarked;
