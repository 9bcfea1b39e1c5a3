// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of Vibur.
 *
 * <ul>
 *   <li>Vibur | {@code vibur-dbcp} 3.0 | taken out of the queue and destroyed | the factory answers
 *       that it is not to be kept, or lent
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.vibur;

import org.jspecify.annotations.NullMarked;
