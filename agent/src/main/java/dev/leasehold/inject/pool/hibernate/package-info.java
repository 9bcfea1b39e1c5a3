// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of Hibernate's own pool.
 *
 * <ul>
 *   <li>Hibernate's own pool | {@code hibernate-core} 5.6.15.Final | taken out of the queue | its
 *       provider answers that it is not valid when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.hibernate;

import org.jspecify.annotations.NullMarked;
