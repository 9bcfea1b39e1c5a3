// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

/** Writes credentials in one format. Immutable; safe for use by many threads. */
@FunctionalInterface
public interface CredentialRenderer {

  /**
   * Returns the content of the whole file.
   *
   * @throws UnfitCredentialException when the format cannot hold the credential
   */
  byte[] render(RenderedCredential credential) throws UnfitCredentialException;
}
