// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

/**
 * An exception for a connection of which nobody can tell whether it leads where a binding's
 * credential is meant to go.
 */
public final class UncertainTargetException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message names the binding, the uncertain part and the setting; no secret
   */
  public UncertainTargetException(String message) {
    super(message);
  }
}
