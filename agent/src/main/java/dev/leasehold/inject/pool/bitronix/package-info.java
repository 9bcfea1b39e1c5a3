// SPDX-License-Identifier: Apache-2.0
/** What is particular to Bitronix. */
@NullMarked
package dev.leasehold.inject.pool.bitronix;

import org.jspecify.annotations.NullMarked;
