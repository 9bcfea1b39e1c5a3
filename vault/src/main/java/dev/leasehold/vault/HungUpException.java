// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.io.IOException;

/** A server hung up in TLS's handshake, or after it and before it answered anything. */
final class HungUpException extends IOException {

  private static final long serialVersionUID = 1L;

  HungUpException(IOException cause) {
    super("hung up before the first answer", cause);
  }
}
