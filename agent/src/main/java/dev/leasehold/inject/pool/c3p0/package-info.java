// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of c3p0.
 *
 * <ul>
 *   <li>c3p0 | {@code c3p0} 0.9.5 | marked as broken | the same; dropped when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.c3p0;

import org.jspecify.annotations.NullMarked;
