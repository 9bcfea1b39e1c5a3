// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to the pool in PostgreSQL's driver.
 *
 * <ul>
 *   <li>{@code PGPoolingDataSource} | taken off the stack, under the pool's lock, and closed | the
 *       pool is told of a broken connection when it comes back, after the rollback; closed
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.pgpooling;

import org.jspecify.annotations.NullMarked;
