// SPDX-License-Identifier: Apache-2.0
/**
 * Files on a memory-backed volume: {@link dev.leasehold.sidecar.volume.CredentialVolume} is one
 * directory that one process writes to, and that others read while it does.
 */
@NullMarked
package dev.leasehold.sidecar.volume;

import org.jspecify.annotations.NullMarked;
