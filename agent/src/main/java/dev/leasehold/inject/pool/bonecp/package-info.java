// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of BoneCP.
 *
 * <ul>
 *   <li>BoneCP | {@code bonecp} 0.8.0.RELEASE | taken out of the queue | the pool treats it as if
 *       its {@code maxConnectionAge} had come
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.bonecp;

import org.jspecify.annotations.NullMarked;
