// SPDX-License-Identifier: Apache-2.0
/** The statements in {@code deploy/}, on real servers with the real Vault. */
@NullMarked
package dev.leasehold.it.deploy;

import org.jspecify.annotations.NullMarked;
