// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to Agroal, from 1.5 on.
 *
 * <ul>
 *   <li>Agroal | flushed one by one | the pool treats it as if its {@code maxLifetime} had come;
 *       closed when it comes back
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.agroal;

import org.jspecify.annotations.NullMarked;
