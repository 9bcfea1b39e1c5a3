// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of HikariCP. Before 2.4, Leasehold uses only its public methods.
 *
 * <ul>
 *   <li>HikariCP from 2.4 on | {@code HikariCP-java7} 2.4.8, {@code HikariCP} 2.7.0 | evicted one
 *       by one | marked; closed when it comes back, before 6.0 at the next borrow
 *   <li>HikariCP before 2.4 | {@code HikariCP-java6} 2.3.0, {@code HikariCP} 2.3.0 | all are
 *       evicted, connections of the current credential included | as above
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.hikari;

import org.jspecify.annotations.NullMarked;
