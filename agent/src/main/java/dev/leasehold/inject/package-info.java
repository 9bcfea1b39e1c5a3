// SPDX-License-Identifier: Apache-2.0
/**
 * Matches a connection to a binding, puts the credential in, and registers the connection in the
 * ledger. Also reads the members of drivers' and pools' objects.
 */
@NullMarked
package dev.leasehold.inject;

import org.jspecify.annotations.NullMarked;
