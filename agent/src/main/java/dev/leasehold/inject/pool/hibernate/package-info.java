// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to Hibernate's own pool, from 5.6 on.
 *
 * <ul>
 *   <li>Hibernate's own pool | taken out of the queue | its provider answers that it is not valid
 *       when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.hibernate;

import org.jspecify.annotations.NullMarked;
