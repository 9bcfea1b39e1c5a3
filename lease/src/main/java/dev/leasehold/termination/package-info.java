// SPDX-License-Identifier: Apache-2.0
/**
 * The reason for which a container ended, in Kubernetes' words its termination message. {@code new
 * TerminationMessage(path)} is told of everything that happens to leases, as a {@link
 * dev.leasehold.lease.LeaseListener}.
 */
@NullMarked
package dev.leasehold.termination;

import org.jspecify.annotations.NullMarked;
