// SPDX-License-Identifier: Apache-2.0
/**
 * The domain's model: credential, lease, generation, and the source that leases come from.
 *
 * <p>Nothing here does I/O; time and the source of leases are given in. Types are safe for use by
 * many threads unless they say otherwise.
 */
@NullMarked
package dev.leasehold.lease;

import org.jspecify.annotations.NullMarked;
