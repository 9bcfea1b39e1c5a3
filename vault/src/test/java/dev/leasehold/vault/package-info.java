// SPDX-License-Identifier: Apache-2.0
/** The client shown against a real Vault, and against servers that misbehave as Vault cannot. */
@NullMarked
package dev.leasehold.vault;

import org.jspecify.annotations.NullMarked;
