// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

/**
 * An exception for a connection of which nobody can tell whether it leads where a binding's
 * credential is meant to go.
 */
public final class UncertainTargetException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String binding;

  /**
   * Makes the exception.
   *
   * @param binding the name of the binding whose credential may be meant
   * @param message names the binding, the uncertain part and the setting; no secret
   */
  public UncertainTargetException(String binding, String message) {
    super(message);
    this.binding = binding;
  }

  /** Returns the name of the binding whose credential may be meant. */
  public String binding() {
    return binding;
  }
}
