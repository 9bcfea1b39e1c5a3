// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of Oracle's Universal Connection Pool, over a driver of any database.
 *
 * <ul>
 *   <li>Oracle UCP | {@code ucp} 12.2.0.1, {@code ucp11} 23.26.4.0.0 | {@code recycle()} at the
 *       rotation, five times in the next four seconds, and every four seconds then until they are
 *       gone. It asks the database about each idle connection | marked, and closed when it comes
 *       back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.ucp;

import org.jspecify.annotations.NullMarked;
