// SPDX-License-Identifier: Apache-2.0
/**
 * The machine that renews and rotates the leases of one binding; {@link
 * dev.leasehold.lease.rotation.CredentialRotator} is where to begin.
 *
 * <p>{@code Rotation} decides and does no I/O. {@code RotationEffects} carries out the decisions,
 * on threads of the binding.
 */
@NullMarked
package dev.leasehold.lease.rotation;

import org.jspecify.annotations.NullMarked;
