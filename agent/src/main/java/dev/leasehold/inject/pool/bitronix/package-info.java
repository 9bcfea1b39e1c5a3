// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of Bitronix.
 *
 * <ul>
 *   <li>Bitronix | {@code btm} 2.1.4 | taken out of the list, under the pool's lock, and closed |
 *       taken out when it comes back; where the pool was full, a new connection takes its place for
 *       the waiting threads
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.bitronix;

import org.jspecify.annotations.NullMarked;
