// SPDX-License-Identifier: Apache-2.0
/**
 * A lease source over HTTP: logs in to Vault or OpenBao, reads, renews and revokes.
 *
 * <p>The client runs inside somebody's application. It inherits nothing that the application set
 * for the JVM: no proxy selector, cookie handler, authenticator, trust store or URL handler. It
 * never logs, and no message or {@code toString} holds a secret.
 */
@NullMarked
package dev.leasehold.vault;

import org.jspecify.annotations.NullMarked;
