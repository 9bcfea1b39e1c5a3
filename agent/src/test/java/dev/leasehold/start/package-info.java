// SPDX-License-Identifier: Apache-2.0
/** The composition root, and the house as a whole: here alone every module is seen. */
@NullMarked
package dev.leasehold.start;

import org.jspecify.annotations.NullMarked;
