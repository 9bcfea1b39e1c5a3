// SPDX-License-Identifier: Apache-2.0
/** Vault: started, sealed, revoked from, and set up for applications. */
@NullMarked
package dev.leasehold.testbed.vault;

import org.jspecify.annotations.NullMarked;
