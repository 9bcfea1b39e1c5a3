// SPDX-License-Identifier: Apache-2.0
/** The ledger's parts by themselves; what they do together is in {@code inject}'s tests. */
@NullMarked
package dev.leasehold.retire;

import org.jspecify.annotations.NullMarked;
