// SPDX-License-Identifier: Apache-2.0
/** The engine's own package, because its state machine is open to nobody else. */
@NullMarked
package dev.leasehold.lease.rotation;

import org.jspecify.annotations.NullMarked;
