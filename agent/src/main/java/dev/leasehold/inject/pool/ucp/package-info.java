// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to Oracle's Universal Connection Pool, from 12.2 on, over a driver of any
 * database.
 *
 * <ul>
 *   <li>Oracle UCP | {@code recycle()} at the rotation, five times in the next four seconds, and
 *       every four seconds then until they are gone; it asks the database about each idle
 *       connection | marked, and closed when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.ucp;

import org.jspecify.annotations.NullMarked;
