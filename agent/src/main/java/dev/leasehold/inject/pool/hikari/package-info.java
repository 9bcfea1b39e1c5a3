// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to HikariCP, from 2.4 on; before, only what it offers publicly.
 *
 * <ul>
 *   <li>HikariCP from 2.4 on | evicted one by one | marked; closed when it comes back, before 6.0
 *       at the next borrow
 *   <li>HikariCP before 2.4 | all are evicted, with those of the current credential | as above
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.hikari;

import org.jspecify.annotations.NullMarked;
