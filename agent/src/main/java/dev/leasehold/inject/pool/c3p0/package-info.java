// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to c3p0, from 0.9.5 on.
 *
 * <ul>
 *   <li>c3p0 | marked as broken | the same; dropped when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.c3p0;

import org.jspecify.annotations.NullMarked;
