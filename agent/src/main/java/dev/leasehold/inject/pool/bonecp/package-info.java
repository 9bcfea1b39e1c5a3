// SPDX-License-Identifier: Apache-2.0
/** What is particular to BoneCP 0.8. */
@NullMarked
package dev.leasehold.inject.pool.bonecp;

import org.jspecify.annotations.NullMarked;
