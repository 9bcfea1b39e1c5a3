// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of the pool in PostgreSQL's driver.
 *
 * <ul>
 *   <li>{@code PGPoolingDataSource} | {@code postgresql} 42.2.2 | taken off the stack, under the
 *       pool's lock, and closed | the pool is told of a broken connection when it comes back, after
 *       the rollback; closed
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.pgpooling;

import org.jspecify.annotations.NullMarked;
