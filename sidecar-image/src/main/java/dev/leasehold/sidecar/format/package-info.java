// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a credential in the form that a program reads: {@link
 * dev.leasehold.sidecar.format.CredentialRenderers#of} gives the renderer of a {@link
 * dev.leasehold.config.CredentialFormat}.
 *
 * <p>Nothing here does I/O. Renderers are immutable and safe for use by many threads. A value that
 * a format cannot hold is refused, never changed.
 */
@NullMarked
package dev.leasehold.sidecar.format;

import org.jspecify.annotations.NullMarked;
