// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

/**
 * A listener for the events of a watched file. Calls come from the thread that watches, or that
 * looks.
 */
public interface CredentialFileListener {

  /**
   * The file cannot be used, while a credential that was read before is in use. Told once for each
   * cause until {@link #usableAgain()}.
   *
   * @param problem a sentence that begins with the file, and ends with the next step
   */
  void unusable(String problem);

  /** The file can be used again. */
  void usableAgain();

  /**
   * The system does not tell of changes, so that they are noticed later.
   *
   * @param why the system's own message
   */
  void polledOnly(String why);
}
