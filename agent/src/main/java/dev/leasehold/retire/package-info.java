// SPDX-License-Identifier: Apache-2.0
/** The ledger: which connection belongs to which lease, when it must go, and how. */
@NullMarked
package dev.leasehold.retire;

import org.jspecify.annotations.NullMarked;
