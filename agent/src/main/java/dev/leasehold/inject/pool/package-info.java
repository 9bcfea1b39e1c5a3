// SPDX-License-Identifier: Apache-2.0
/** What pools have in common: they are held weakly, and reached into by name. */
@NullMarked
package dev.leasehold.inject.pool;

import org.jspecify.annotations.NullMarked;
