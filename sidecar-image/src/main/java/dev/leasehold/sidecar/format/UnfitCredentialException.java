// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.config.CredentialFormat;

/**
 * A format cannot hold a credential. The message names the binding, the format, the field and the
 * next step, and holds no secret.
 */
public final class UnfitCredentialException extends Exception {

  private static final long serialVersionUID = 1L;

  private UnfitCredentialException(String message) {
    super(message);
  }

  /**
   * Makes an exception for one field.
   *
   * @param problem the rest of "the password, which"
   */
  static UnfitCredentialException because(
      CredentialFormat format, RenderedCredential credential, String field, String problem) {
    return new UnfitCredentialException(
        "Binding "
            + credential.binding()
            + ": the format "
            + format.formatName()
            + " cannot hold the "
            + field
            + ", which "
            + problem
            + ". Choose another format, or change the "
            + field
            + " where it is made.");
  }
}
