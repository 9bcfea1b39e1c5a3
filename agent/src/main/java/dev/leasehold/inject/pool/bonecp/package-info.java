// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to BoneCP 0.8.
 *
 * <ul>
 *   <li>BoneCP | taken out of the queue | the pool treats it as if its {@code maxConnectionAge} had
 *       come
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.bonecp;

import org.jspecify.annotations.NullMarked;
