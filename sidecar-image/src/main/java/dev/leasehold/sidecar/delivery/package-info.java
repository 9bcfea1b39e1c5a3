// SPDX-License-Identifier: Apache-2.0
/**
 * One binding's credential on its way to a program: into the file, then the notice, then the end of
 * the lease before.
 *
 * <p>{@link dev.leasehold.sidecar.delivery.CredentialDelivery} listens to the rotation and orders
 * all of it.
 */
@NullMarked
package dev.leasehold.sidecar.delivery;

import org.jspecify.annotations.NullMarked;
