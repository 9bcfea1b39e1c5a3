// SPDX-License-Identifier: Apache-2.0
/** The ledger's parts by themselves; {@code inject}'s tests show them together. */
@NullMarked
package dev.leasehold.retire;

import org.jspecify.annotations.NullMarked;
