// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to Vibur, from 3.0 on.
 *
 * <ul>
 *   <li>Vibur | taken out of the queue and destroyed | the factory answers that it is not to be
 *       kept, or lent
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.vibur;

import org.jspecify.annotations.NullMarked;
