// SPDX-License-Identifier: Apache-2.0
/**
 * Puts calls of the bridge into the class files of drivers and pools. The only package that knows
 * ASM.
 */
@NullMarked
package dev.leasehold.inject.weave;

import org.jspecify.annotations.NullMarked;
