// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to Druid, from 1.0.31 on.
 *
 * <ul>
 *   <li>Druid | taken out of the array, under the pool's lock | discarded when it comes back, after
 *       its rollback
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.druid;

import org.jspecify.annotations.NullMarked;
