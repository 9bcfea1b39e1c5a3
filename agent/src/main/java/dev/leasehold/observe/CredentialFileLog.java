// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.credentialfile.CredentialFileListener;

/** Writes the events of a binding's file to the log. */
public final class CredentialFileLog implements CredentialFileListener {

  private final String binding;
  private final Log log;

  /** Makes the log of one binding. */
  public CredentialFileLog(String binding, Log log) {
    this.binding = binding;
    this.log = log;
  }

  @Override
  public void unusable(String problem) {
    log.warn(
        binding
            + ": "
            + problem
            + ". The credential that was read before stays in use, and the file is read again");
  }

  @Override
  public void usableAgain() {
    log.info(binding + ": the file holds a credential again");
  }

  @Override
  public void polledOnly(String why) {
    log.info(
        binding
            + ": the system does not tell of changes ("
            + why
            + "); the file is read every leasehold.source.poll");
  }
}
