// SPDX-License-Identifier: Apache-2.0
/** The rotation's own package, because its state machine is open to no other package. */
@NullMarked
package dev.leasehold.lease.rotation;

import org.jspecify.annotations.NullMarked;
