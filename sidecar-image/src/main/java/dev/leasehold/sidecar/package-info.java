// SPDX-License-Identifier: Apache-2.0
/**
 * The program beside a container that is not on a JVM. It keeps a database credential fresh in a
 * file on a memory volume, and tells the container's program of each change.
 *
 * <p>{@link dev.leasehold.sidecar.LeaseholdSidecar} is where it begins.
 */
@NullMarked
package dev.leasehold.sidecar;

import org.jspecify.annotations.NullMarked;
